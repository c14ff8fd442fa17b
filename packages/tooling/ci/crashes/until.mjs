import { setTimeout as delay } from 'node:timers/promises';

const PAUSE_MS = 10;

/**
 * Waits until `find` gives something, and resolves with that. Rejects when the time is over.
 *
 * @template Found
 * @param {string} what is waited for, in words for the error
 * @param {number} milliseconds
 * @param {() => Found | undefined | Promise<Found | undefined>} find
 * @returns {Promise<Found>}
 */
export async function until(what, milliseconds, find) {
  const end = performance.now() + milliseconds;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (performance.now() > end) {
      throw new Error(`waited ${String(milliseconds)} ms in vain for ${what}`);
    }
    await delay(PAUSE_MS);
  }
}
