import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isContention, isDuplicate, isHeld } from './database-faults.js';
import { StartupError } from '../startup-error.js';

/** Of any that stand in each other's way one succeeds, so that this many are only needed by a crowd on one row. */
const mostAttempts = 20;
const mostDuplicates = 3;
const [shortestPause, longestPause] = [2, 200];

/**
 * Runs a transaction again when another one was in its way, each time after a longer pause of random length, so that a crowd spreads.
 * Throws its last error.
 */
export async function tryAgain<T>(
  transaction: () => Promise<T>,
  beginsAgain?: () => void,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction();
    } catch (error) {
      if (attempt >= attemptsFor(error)) throw error;
      beginsAgain?.();
      await sleep(randomInt(1 + Math.min(longestPause, shortestPause * 2 ** attempt)));
    }
  }
}

function attemptsFor(error: unknown): number {
  if (isContention(error)) return mostAttempts;
  return isDuplicate(error) ? mostDuplicates : 1;
}

const mostWaits = 120;
const betweenWaits = 1000;

/**
 * Runs a change of tables again until nobody stands in its way. Between two attempts all who wait behind it have their turn. Throws `StartupError`
 * when a table is in use for longer than anybody would watch.
 */
export async function tryWhenFree<T>(change: () => Promise<T>): Promise<T> {
  for (let attempt = 1; attempt <= mostWaits; attempt++) {
    try {
      return await change();
    } catch (error) {
      if (!isHeld(error) && !isContention(error)) throw error;
    }
    await sleep(betweenWaits);
  }
  throw new StartupError(
    'tables that have to be changed are in use by another session of the database, such as a backup: start again when it is done',
  );
}
