import type { PolicyAction, StandingCode, Trouble } from '../access/standing.js';
import type { LicenseClaims } from '../document/claims.js';
import type { EpochSeconds } from '../time/clock.js';
import { formatInstant } from '../time/instant.js';
import { judgeDates, type DatesVerdict } from './judge-dates.js';
import { failed, passed, type LicenseCheck } from './license-check.js';

/** What to do about dates that are not in order. */
const advice: Readonly<Record<StandingCode, string>> = {
  clock_rolled_back: 'Set the clock right.',
  not_yet_valid: 'Wait for its start, or set the clock right.',
  expired: 'Renew the license and fetch the new file.',
  stale: 'Fetch the newest file, or let the application reach the server: it counts from then on.',
};

/** What the vendor's policy makes of a trouble. */
const consequences: Readonly<Record<PolicyAction, string>> = {
  block: '',
  'read-only': ' Its policy lets an application go on read-only.',
  warn: ' Its policy lets an application go on, with a warning.',
};

/** The check of the dates: the verdict is that of a guard that has heard of nothing signed but this license. */
export function explainDates(claims: LicenseClaims, now: EpochSeconds): LicenseCheck {
  const verdict = judgeDates(claims, now);
  const { code, troubles, inGrace } = verdict;
  if (troubles.length === 0 && !inGrace) return passed('dates', describePeriod(claims));
  const says = [
    ...troubles.map((trouble) => describeTrouble(trouble, claims, now)),
    ...(inGrace ? [describeGrace(claims, verdict)] : []),
  ].join(' ');
  const codes = [
    ...troubles.map((trouble) => trouble.code),
    ...(inGrace ? ['expired' as const] : []),
  ];
  const todo = codes.map((each) => advice[each]).join(' ');
  return code === undefined
    ? { ...passed('dates', says), advice: todo }
    : failed('dates', code, says, todo);
}

function describePeriod({ exp }: LicenseClaims): string {
  return exp === undefined ? 'It has no end.' : `It is valid until ${formatInstant(exp)}.`;
}

function describeTrouble(
  { code, action }: Trouble,
  claims: LicenseClaims,
  now: EpochSeconds,
): string {
  return describeCode(code, now, claims) + consequences[action];
}

function describeCode(
  code: StandingCode,
  now: EpochSeconds,
  { iat, nbf = iat, exp = now, policy }: LicenseClaims,
): string {
  switch (code) {
    case 'clock_rolled_back':
      return `The clock says ${formatInstant(now)}, and it was issued on ${formatInstant(iat)}.`;
    case 'not_yet_valid':
      return `It is valid from ${formatInstant(nbf)} on.`;
    case 'expired':
      return `It ended on ${formatInstant(exp)}.`;
    case 'stale':
      return `It is good for ${String(policy?.offlineDays)} days without a word from the vendor, and was issued on ${formatInstant(iat)}.`;
  }
}

function describeGrace({ exp = 0 }: LicenseClaims, { graceEndsAt = exp }: DatesVerdict): string {
  return `It ended on ${formatInstant(exp)}. Its days of grace run until ${formatInstant(graceEndsAt)}.`;
}
