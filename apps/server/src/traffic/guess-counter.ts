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
  readonly nextTryAt: number;
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
      // A longer wait comes from a clock that was set back; the map forgets it soon.
      return series === undefined
        ? 0
        : Math.min(longestWaitSeconds, Math.max(0, series.nextTryAt - now()));
    },
    countWrong(subject) {
      const time = now();
      const before = seriesOf.get(subject);
      const isOver = before === undefined || time >= before.forgottenAt;
      seriesOf.set(subject, isOver ? begin(time, free) : goOn(before, time, free));
    },
  };
}

function begin(time: number, free: number): Series {
  const wait = waitAfter(1, free);
  return { wrong: 1, nextTryAt: time + wait, forgottenAt: time + wait + freeWindowSeconds };
}

function goOn(before: Series, time: number, free: number): Series {
  const wrong = before.wrong + 1;
  const wait = waitAfter(wrong, free);
  const forgottenAt = wait === 0 ? before.forgottenAt : time + wait + freeWindowSeconds;
  return { wrong, nextTryAt: time + wait, forgottenAt };
}

function waitAfter(wrong: number, free: number): number {
  return wrong < free ? 0 : Math.min(longestWaitSeconds, 2 ** (wrong - free + 1));
}
