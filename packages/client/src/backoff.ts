import type { Random } from './random.js';

/** How long to wait between attempts. */
export interface Backoff {
  /** The longest wait after the first failure. It doubles with every other one. */
  readonly firstMilliseconds: number;
  /** The longest wait of all. */
  readonly mostMilliseconds: number;
}

/** A random part of a wait that doubles with every failure ("full jitter"): those who failed together do not come back together. */
export function backoffMilliseconds(
  { firstMilliseconds, mostMilliseconds }: Backoff,
  failures: number,
  random: Random,
): number {
  const most = Math.min(mostMilliseconds, firstMilliseconds * 2 ** Math.min(failures - 1, 32));
  return most * random();
}
