import { createGuessCounter, type GuessCounter } from './guess-counter.js';
import { createRateLimiter } from './rate-limiter.js';
import { createRecentMap } from './recent-map.js';

/** What can be guessed. Each is counted for itself, so that a program with an old API key does not slow down its neighbors' domain keys. */
export type GuessKind = 'api-key' | 'domain-key' | 'serial' | 'sign-in';

/**
 * An API key in a product is used by many installations, some of which have a wrong key without any bad intent; and whoever tries passwords of one user
 * from many addresses must not keep the user out.
 */
const timesFreePerSubject = 100;
const secondsProven = 24 * 3600;
/** Tries that are compared with the proven secrets of an address that has to wait, or its neighbors could guess those at any speed. */
const comparisonsPerMinute = 60;

/** Who tries: counted by address, and where an API key was sent or somebody signs in, by the key or the name as well. */
export interface Guesser {
  readonly network: string;
  readonly apiKeyId?: string;
  /** As whom somebody signs in. */
  readonly email?: string;
}

/** The memory of wrong tries, and of right ones, of this process. */
export interface Guesses {
  /** Seconds until somebody may try again; 0 when it may now. */
  waitOf(kind: GuessKind, guesser: Guesser): number;
  countWrong(kind: GuessKind, guesser: Guesser): void;
  /** Notes that somebody at an address knew a secret, remembered by its `mark`. */
  prove(kind: GuessKind, network: string, mark: string): void;
  /** Whether somebody at the address knew it within the last day. Told for a few tries a minute, and denied after them. */
  isProven(kind: GuessKind, network: string, mark: string): boolean;
}

/** What {@link createGuesses} is made of. */
export interface GuessesOptions {
  /** Wrong tries per address and minute that cost nothing; 0 never slows anybody down. */
  readonly freePerMinute: number;
  /** Addresses that are remembered at most. */
  readonly capacity: number;
  readonly now: () => number;
}

export function createGuesses({ freePerMinute, capacity, now }: GuessesOptions): Guesses {
  const free = freePerMinute === 0 ? Infinity : freePerMinute;
  const byNetwork = createGuessCounter({ free, capacity, now });
  const bySubject = createGuessCounter({ free: free * timesFreePerSubject, capacity, now });
  const proven = createRecentMap<true>({ capacity, seconds: secondsProven, now });
  const comparisons = createRateLimiter({ quota: comparisonsPerMinute, capacity, now });
  const countersOf = (kind: GuessKind, { network, apiKeyId, email }: Guesser): Counted[] => [
    [byNetwork, `${kind} ${network}`],
    ...[apiKeyId, email].flatMap((subject): Counted[] =>
      subject === undefined ? [] : [[bySubject, `${kind} ${subject}`]],
    ),
  ];
  return {
    waitOf: (kind, guesser) =>
      Math.max(...countersOf(kind, guesser).map(([counter, subject]) => counter.waitOf(subject))),
    countWrong(kind, guesser) {
      for (const [counter, subject] of countersOf(kind, guesser)) counter.countWrong(subject);
    },
    prove: (kind, network, mark) => proven.set(`${kind} ${network} ${mark}`, true),
    isProven: (kind, network, mark) =>
      comparisons.take(`${kind} ${network}`).isAllowed &&
      proven.get(`${kind} ${network} ${mark}`) === true,
  };
}

type Counted = readonly [GuessCounter, string];
