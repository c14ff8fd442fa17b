import { createRecentMap } from './recent-map.js';

/** Wrong tries of a series that came within this time of the first are free, up to the allowance. */
const freeWindowSeconds = 60;
/** A longer wait would slow nobody who guesses: who pauses for a minute has his free tries again. */
const longestWaitSeconds = 60;

/** Counts wrong tries of many subjects, and tells who has to wait before the next one. */
export interface GuessCounter {
  /** Seconds until the subject may try again; 0 when it may now. */
  waitOf(subject: string): number;
  countWrong(subject: string): void;
}

/** What a {@link GuessCounter} is made of. */
export interface GuessCounterOptions {
  /** Wrong tries in a minute that cost nothing. */
  readonly free: number;
  readonly capacity: number;
  /** In seconds. */
  readonly now: () => number;
}

interface Series {
  readonly wrong: number;
  readonly lastAt: number;
  /** From the last one on. */
  readonly waitSeconds: number;
  readonly forgottenAt: number;
}

/**
 * The first wrong tries of a minute are free. The last of them and each one after it make the subject wait: 2 seconds, 4, 8, and so on up to a
 * minute. A minute without a wrong try after a wait ends the series. A subject is never locked out for longer than one wait.
 */
export function createGuessCounter({ free, capacity, now }: GuessCounterOptions): GuessCounter {
  const seconds = longestWaitSeconds + freeWindowSeconds;
  const seriesOf = createRecentMap<Series>({ capacity, seconds, now });
  return {
    waitOf(subject) {
      const series = seriesOf.get(subject);
      if (series === undefined) return 0;
      // While a clock that was set back catches up, nothing passes; the map forgets the series soon.
      const passed = Math.max(0, now() - series.lastAt);
      return Math.max(0, series.waitSeconds - passed);
    },
    countWrong(subject) {
      const before = seriesOf.get(subject);
      const isOver = before === undefined || now() >= before.forgottenAt;
      seriesOf.set(subject, goOn(isOver ? undefined : before, now(), free));
    },
  };
}

function goOn(before: Series | undefined, now: number, free: number): Series {
  const wrong = (before?.wrong ?? 0) + 1;
  const waitSeconds = wrong < free ? 0 : Math.min(longestWaitSeconds, 2 ** (wrong - free + 1));
  const isStillFree = before !== undefined && waitSeconds === 0;
  const forgottenAt = isStillFree ? before.forgottenAt : now + waitSeconds + freeWindowSeconds;
  return { wrong, lastAt: now, waitSeconds, forgottenAt };
}
