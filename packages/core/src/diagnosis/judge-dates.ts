import {
  findBlock,
  judgeStanding,
  turnsOf,
  type StandingCode,
  type Trouble,
} from '../access/standing.js';
import type { LicenseClaims } from '../document/claims.js';
import type { EpochSeconds } from '../time/clock.js';

/** How the dates of a document stand at an instant, by the policy that the vendor signed. */
export interface DatesVerdict {
  /** Why applications refuse it; `undefined` when they do not, in whatever order it is. */
  readonly code: StandingCode | undefined;
  /** All that is out of order, in the order in which it counts, and what the policy makes of it. */
  readonly troubles: readonly Trouble[];
  /** Ended, but within its days of grace: allowed in full. */
  readonly inGrace: boolean;
  /** When its days of grace are over; `undefined` when it has no end. */
  readonly graceEndsAt: EpochSeconds | undefined;
  /** When it counts as stale unless something signed is heard from the vendor; `undefined` when it never does. */
  readonly staleAt: EpochSeconds | undefined;
}

/**
 * Judges the dates of a document by the same rules as every guard, for one that has heard of nothing signed but this document. For those who
 * explain: the claims need not be verified.
 */
export function judgeDates(claims: LicenseClaims, now: EpochSeconds): DatesVerdict {
  const { iat, nbf, exp, policy = {} } = claims;
  const term = { validFrom: nbf, expiresAt: exp, policy };
  const times = { lastSignedAt: iat, clockMark: iat };
  const standing = judgeStanding(term, now, times);
  return Object.freeze({
    code: findBlock(standing)?.code,
    ...standing,
    ...turnsOf(term, times),
  });
}
