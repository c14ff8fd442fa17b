import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAsShown } from './compare-output.mjs';

const PAGE_TIMEOUT_MS = 120_000;

/** @typedef {import('./read-page.mjs').Step & { problem: string | undefined }} Result */

/**
 * Runs the commands of a page from top to bottom in one bash, as a reader would, in an empty folder. A command that fails ends the page.
 *
 * @param {readonly import('./read-page.mjs').Step[]} steps
 * @param {Readonly<Record<string, string>>} env
 * @returns {Promise<Result[]>} why each step is not as the page says, if it is not
 */
export async function runPage(steps, env) {
  const mark = `--- ${randomUUID()} `;
  const blocks = steps.map(({ commands }) => `${commands}\nprintf '%s\\n' '${mark}'`);
  const { stdout, stderr } = await runBash(['set -euo pipefail', ...blocks].join('\n'), env);
  const outputs = stdout.split(`${mark}\n`);
  // What follows the last mark is of a block that did not reach its end.
  const done = outputs.length - 1;
  return steps.map((step, index) => {
    const printed = outputs[index] ?? '';
    if (index > done) return { ...step, problem: 'not reached' };
    if (index === done) return { ...step, problem: `it failed: ${printed}${stderr}` };
    const isGood = step.shown === undefined || isAsShown(step.shown, printed);
    return { ...step, problem: isGood ? undefined : `it printed ${printed}` };
  });
}

/**
 * @param {string} script
 * @param {Readonly<Record<string, string>>} env
 * @returns {Promise<{ stdout: string, stderr: string }>}
 */
function runBash(script, env) {
  const cwd = mkdtempSync(join(tmpdir(), 'licet-guide-'));
  const options = {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, ...env },
    timeout: PAGE_TIMEOUT_MS,
  };
  return new Promise((resolve) => {
    execFile('bash', ['-c', script], options, (_error, stdout, stderr) => {
      rmSync(cwd, { recursive: true, force: true });
      resolve({ stdout, stderr });
    });
  });
}
