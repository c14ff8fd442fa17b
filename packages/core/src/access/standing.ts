import type { VerifiedDocument } from '../document/verified-license.js';
import type { DecisionCode } from '../errors.js';
import { secondsPerDay, type EpochSeconds } from '../time/clock.js';
import { latestInstant } from '../time/instant.js';

/** Why a license is not in full order at an instant. */
export type StandingCode = Extract<
  DecisionCode,
  'clock_rolled_back' | 'not_yet_valid' | 'expired' | 'stale'
>;

/** What the vendor's policy makes of it: refuse, refuse unsafe methods only, or allow and say so. */
export type PolicyAction = 'block' | 'read-only' | 'warn';

/** One thing that is out of order, and what follows. */
export interface Trouble {
  readonly code: StandingCode;
  readonly action: PolicyAction;
}

/** How a license stands at an instant. */
export interface Standing {
  readonly troubles: readonly Trouble[];
  /** Expired, but within the days of grace after the end: allowed in full. */
  readonly inGrace: boolean;
}

/** Times in signed things. */
export interface SignedTimes {
  /** The latest that was verified for the license: `offlineDays` are counted from it. */
  readonly lastSignedAt: EpochSeconds;
  /** The latest that was ever seen, also by an earlier process: the clock cannot be before it. */
  readonly clockMark: EpochSeconds;
}

/** What a license says about when it counts. */
export type LicenseTerm = Pick<VerifiedDocument, 'validFrom' | 'expiresAt' | 'policy'>;

/** Signed times may lie this much ahead of the local clock. */
const clockToleranceSeconds = 300;

/** Judges a license by the clock and by the policy that the vendor signed. */
export function judgeStanding(
  license: LicenseTerm,
  now: EpochSeconds,
  times: SignedTimes,
): Standing {
  const { policy } = license;
  const limits = limitsOf(license, times);
  const troubles: Trouble[] = [];
  // Written so that a time that is no number fails every test instead of passing it.
  if (!(now >= limits.clockFloor)) troubles.push(trouble('clock_rolled_back', policy.onClockBack));
  if (!(now >= limits.validFrom)) troubles.push({ code: 'not_yet_valid', action: 'block' });
  if (!(now < limits.graceEnd)) troubles.push(trouble('expired', policy.onExpiry));
  if (!(now < limits.staleFrom)) troubles.push(trouble('stale', policy.onStale));
  return { troubles, inGrace: now >= limits.expiresAt && now < limits.graceEnd };
}

/** All that is out of order, `grace` after the rest. */
export function toConcerns({ troubles, inGrace }: Standing): readonly (StandingCode | 'grace')[] {
  return [...troubles.map(({ code }) => code), ...(inGrace ? (['grace'] as const) : [])];
}

/** Why it is refused altogether: the first trouble that the policy does not let pass. */
export function findBlock({ troubles }: Standing): Trouble | undefined {
  return troubles.find(({ action }) => action === 'block');
}

/** Whether the vendor's policy asks to change nothing any more. */
export function isReadOnly({ troubles }: Standing): boolean {
  return troubles.some(({ action }) => action === 'read-only');
}

/** When grace is over and when the license gets stale; `undefined` for what never comes, or after all instants that can be written. */
export function turnsOf(
  license: LicenseTerm,
  times: SignedTimes,
): Readonly<Record<'graceEndsAt' | 'staleAt', EpochSeconds | undefined>> {
  const { graceEnd, staleFrom } = limitsOf(license, times);
  const orNever = (point: EpochSeconds) => (point <= latestInstant ? point : undefined);
  return { graceEndsAt: orNever(graceEnd), staleAt: orNever(staleFrom) };
}

/** The instants at which {@link judgeStanding} can change its answer, in ascending order. */
export function turningPoints(license: LicenseTerm, times: SignedTimes): readonly EpochSeconds[] {
  return Object.values<EpochSeconds>({ ...limitsOf(license, times) })
    .filter((point) => Number.isFinite(point))
    .sort((a, b) => a - b);
}

interface Limits {
  readonly clockFloor: EpochSeconds;
  readonly validFrom: EpochSeconds;
  readonly expiresAt: EpochSeconds;
  readonly graceEnd: EpochSeconds;
  readonly staleFrom: EpochSeconds;
}

function limitsOf(license: LicenseTerm, { lastSignedAt, clockMark }: SignedTimes): Limits {
  const { graceDays = 0, offlineDays = Infinity } = license.policy;
  const { validFrom = -Infinity, expiresAt = Infinity } = license;
  return {
    clockFloor: clockMark - clockToleranceSeconds,
    validFrom,
    expiresAt,
    graceEnd: expiresAt + graceDays * secondsPerDay,
    staleFrom: lastSignedAt + offlineDays * secondsPerDay,
  };
}

/** A value that this version does not know means the strictest. */
function trouble(code: StandingCode, value: string | undefined): Trouble {
  return { code, action: value === 'warn' || value === 'read-only' ? value : 'block' };
}
