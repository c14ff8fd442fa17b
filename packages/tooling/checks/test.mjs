import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from '../bootstrap/children.mjs';
import { withLock } from '../bootstrap/lock.mjs';
import { localBin, ROOT } from '../bootstrap/paths.mjs';
import { prepare, prepareTools } from '../bootstrap/prepare.mjs';
import { StepFailed } from '../bootstrap/report.mjs';
import { environmentFor } from '../bootstrap/toolchain.mjs';
import { readWorkspace } from '../bootstrap/workspace.mjs';
import { printSummary, readSummary } from './summary.mjs';

const TASKS = ['build', 'typecheck', 'test'];
const ROOT_TASKS = ['check:lint', 'check:format', 'check:arrows', 'check:unused'];

/**
 * Every check and every test of the workspace. The last line of standard output is
 * `N passed, N failed`: the tests of all packages, and one for each static check of a package.
 *
 * @param {string[]} args passed on to turbo, for example `--force`
 */
export const runTests = (args) =>
  withLock('test', async () => {
    try {
      return await runAll(args);
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error;
      process.stderr.write(`licet: ${error.message}\n`);
      printSummary({ passed: 0, failed: 1, failures: ['the preparation'] });
      return error.exitCode;
    }
  });

/** @param {string[]} args */
async function runAll(args) {
  const tools = await prepareTools();
  const workspace = readWorkspace();
  // Built under the lock and stamped, so that a command beside this one finds it done. What does not
  // build is reported below, with everything else.
  await prepare([...workspace.keys()]).catch(() => undefined);
  const summaries = join(ROOT, '.turbo', 'runs');
  for (const { folder } of workspace.values()) {
    rmSync(join(ROOT, folder, '.reports'), { recursive: true, force: true });
  }
  rmSync(summaries, { recursive: true, force: true });
  const code = await startChild({
    file: localBin('turbo'),
    args: ['run', ...TASKS, ...ROOT_TASKS, ...turboFlags, ...args],
    cwd: ROOT,
    env: environmentFor(tools),
    stdio: ['ignore', process.stderr.fd, process.stderr.fd],
  }).exited;
  const summary = readSummary(summaries);
  if (code !== 0 && summary.failed === 0) {
    summary.failed += 1;
    summary.failures.push(`turbo ended with ${String(code)}`);
  }
  printSummary(summary);
  return summary.failed === 0 ? 0 : code || 1;
}

const turboFlags = [
  '--continue=dependencies-successful',
  '--summarize',
  '--output-logs=errors-only',
  '--log-order=grouped',
];
