import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { isStopping, startChild, stopCode } from '../bootstrap/children.mjs';
import { withLock } from '../bootstrap/lock.mjs';
import { localBin, ROOT } from '../bootstrap/paths.mjs';
import { prepareIfPossible, prepareTools } from '../bootstrap/prepare.mjs';
import { StepFailed } from '../bootstrap/report.mjs';
import { environmentFor } from '../bootstrap/toolchain.mjs';
import { readWorkspace } from '../bootstrap/workspace.mjs';
import { printSummary, readSummary } from './summary.mjs';

const TASKS = ['build', 'typecheck', 'test'];
const SUMMARIES = join(ROOT, '.turbo', 'runs');
const TURBO_FLAGS = [
  '--continue=dependencies-successful',
  '--summarize',
  '--output-logs=errors-only',
  '--log-order=grouped',
];
const ROOT_TASKS = ['check:lint', 'check:format', 'check:arrows', 'check:unused', 'check:docs'];

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
      if (!(error instanceof StepFailed) || isStopping()) throw error;
      process.stderr.write(`licet: ${error.message}\n`);
      printSummary({ passed: 0, failed: 1, failures: ['the preparation'] });
      return error.exitCode;
    }
  });

/** @param {string[]} args */
async function runAll(args) {
  const tools = await prepareTools();
  const workspace = readWorkspace();
  // Under the lock and stamped, so that a command beside this one finds it done. What does not build is reported
  // later, with everything else.
  await prepareIfPossible([...workspace.keys()]);
  if (isStopping()) return stopCode();
  removeReports(workspace.values());
  const code = await startChild({
    file: localBin('turbo'),
    args: ['run', ...TASKS, ...ROOT_TASKS, ...TURBO_FLAGS, ...args],
    cwd: ROOT,
    env: environmentFor(tools),
    stdio: ['ignore', process.stderr.fd, process.stderr.fd],
  }).exited;
  if (isStopping()) return stopCode();
  const summary = withExitCode(readSummary(SUMMARIES), code);
  printSummary(summary);
  return summary.failed === 0 ? 0 : code || 1;
}

/** No report of an earlier run may count. @param {Iterable<import('../bootstrap/workspace.mjs').WorkspacePackage>} packages */
function removeReports(packages) {
  for (const { folder } of packages) {
    rmSync(join(ROOT, folder, '.reports'), { recursive: true, force: true });
  }
  rmSync(SUMMARIES, { recursive: true, force: true });
}

/** Never green when turbo was not. @param {import('./summary.mjs').Summary} summary @param {number} code */
function withExitCode(summary, code) {
  if (code === 0 || summary.failed > 0) return summary;
  const failure = `turbo ended with ${String(code)}`;
  return { ...summary, failed: 1, failures: [...summary.failures, failure] };
}
