import { performance } from 'node:perf_hooks';

/** A failure whose text is all the user needs: no stack trace. */
export class StepFailed extends Error {
  /** @param {string} message @param {number} [exitCode] */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Progress goes to standard error: standard output belongs to the command that is run. */
export const say = (/** @type {string} */ text) => process.stderr.write(`licet: ${text}\n`);

/**
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 */
export async function step(title, work) {
  const start = performance.now();
  say(`${title} ...`);
  const result = await work();
  say(`${title}: done in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}
