import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 10;

/**
 * Waits for a condition, and rejects when it is not met in time.
 *
 * @param {string} what
 * @param {number} milliseconds
 * @param {() => boolean | Promise<boolean>} isMet
 */
export async function waitUntil(what, milliseconds, isMet) {
  const end = performance.now() + milliseconds;
  while (!(await isMet())) {
    if (performance.now() > end) throw new Error(`In ${String(milliseconds)} ms not seen: ${what}`);
    await sleep(PAUSE_MS);
  }
}
