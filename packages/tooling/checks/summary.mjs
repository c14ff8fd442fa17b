import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../bootstrap/paths.mjs';

/**
 * @typedef {object} Summary
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} failures one line each
 */

/**
 * @typedef {object} Task of turbo's run summary
 * @property {string} taskId
 * @property {string} task
 * @property {string} directory
 * @property {string} command
 * @property {{ exitCode: number | null } | null} [execution]
 */

/** @param {string} folder where turbo put its one run summary @returns {Summary} */
export function readSummary(folder) {
  const [file] = readOptionalFolder(folder);
  if (file === undefined) {
    return { passed: 0, failed: 1, failures: ['turbo ended before any task'] };
  }
  const { tasks } = /** @type {{ tasks: Task[] }} */ (
    JSON.parse(readFileSync(join(folder, file), 'utf8'))
  );
  const results = tasks.filter(({ command }) => command !== '<NONEXISTENT>').map(resultOf);
  return {
    passed: results.reduce((sum, { passed }) => sum + passed, 0),
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
    failures: results.flatMap(({ failures }) => failures),
  };
}

/** @param {Summary} summary */
export function printSummary({ passed, failed, failures }) {
  const lines = failures.map((failure) => `FAILED ${failure}`);
  lines.push(`${String(passed)} passed, ${String(failed)} failed`);
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** @param {Task} task @returns {Summary} */
function resultOf(task) {
  const exitCode = task.execution?.exitCode ?? undefined;
  if (exitCode === undefined) {
    return { passed: 0, failed: 0, failures: [`${task.taskId}: not run, what it needs failed`] };
  }
  const reported = task.task === 'test' ? readReport(task) : undefined;
  if (reported && (exitCode === 0) === (reported.failed === 0)) return reported;
  // A static check counts as one; so does a test run that ended otherwise than its report says.
  const ended = exitCode === 0 ? 'ended well' : `ended with ${String(exitCode)}`;
  return {
    passed: (reported?.passed ?? 0) + (exitCode === 0 && !reported ? 1 : 0),
    failed: (reported?.failed ?? 0) + (exitCode === 0 && !reported ? 0 : 1),
    failures: [
      ...(reported?.failures ?? []),
      ...(exitCode === 0 && !reported ? [] : [`${task.taskId}: ${ended}`]),
    ],
  };
}

/** vitest's JSON report. @param {Task} task @returns {Summary | undefined} */
function readReport({ taskId, directory }) {
  const text = readOptional(join(ROOT, directory, '.reports', 'vitest.json'));
  if (text === undefined) return undefined;
  const report = /** @type {Report} */ (JSON.parse(text));
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some(isFailed),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    failures: [
      ...broken.map(({ name }) => `${taskId}: ${name.slice(ROOT.length + 1)} did not run`),
      ...report.testResults
        .flatMap(({ assertionResults }) => assertionResults)
        .filter(isFailed)
        .map(({ fullName }) => `${taskId}: ${fullName}`),
    ],
  };
}

/** @typedef {{ status: string, fullName: string }} Assertion */
/** @typedef {{ status: string, name: string, assertionResults: Assertion[] }} TestFile */

/** @typedef {{ numPassedTests: number, numFailedTests: number, testResults: TestFile[] }} Report */

const isFailed = (/** @type {Assertion} */ { status }) => status === 'failed';

/** @param {string} path */
function readOptional(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** @param {string} folder */
function readOptionalFolder(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
