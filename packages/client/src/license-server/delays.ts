import { backoffMilliseconds } from '../backoff.js';
import type { Random } from '../random.js';

const backoff = { firstMilliseconds: 8000, mostMilliseconds: 3_600_000 };
const leastMilliseconds = 1000;
/** Node takes more than 24.8 days for none at all; a day is enough for anything. */
const mostMilliseconds = 86_400_000;

/** The wait after a success: the interval, give or take a tenth. */
export function delayAfterSuccess(refreshSeconds: number, random: Random): number {
  return limit(refreshSeconds * 1000 * (0.9 + 0.2 * random()));
}

/** The wait after so many failures in a row: a random part of up to an hour, and no less than the server asks for. */
export function delayAfterFailure(
  failures: number,
  retryAfterSeconds: number,
  random: Random,
): number {
  return limit(retryAfterSeconds * 1000 + backoffMilliseconds(backoff, failures, random));
}

function limit(milliseconds: number): number {
  return Math.min(mostMilliseconds, Math.max(leastMilliseconds, milliseconds));
}
