import {
  formatInstant,
  judgeDates,
  type DatesVerdict,
  type EpochSeconds,
  type LicenseClaims,
  type PolicyAction,
  type Trouble,
} from '@licet/core';
import { cause, fine, type Finding } from './finding.js';

/** Looks at the dates of a license with the eyes of a guard: what its policy lets pass is a warning. */
export function examineDates(claims: LicenseClaims, now: EpochSeconds): readonly Finding[] {
  const verdict = judgeDates(claims, now);
  const found = verdict.troubles.map((trouble) => explain(trouble, now, claims));
  if (verdict.inGrace) return [...found, explainGrace(claims, verdict)];
  return found.some(({ topic }) => topic === 'dates')
    ? found
    : [...found, examineEnd(claims.exp, now)];
}

const consequences: Readonly<Record<PolicyAction, string>> = {
  block: '',
  'read-only': ' Its policy lets the application go on read-only.',
  warn: ' Its policy lets the application go on.',
};

function explain(
  { code, action }: Trouble,
  now: EpochSeconds,
  { iat, nbf = iat, exp = now, policy }: LicenseClaims,
): Finding {
  const verdict = action === 'block' ? 'failed' : 'warning';
  const says = (text: string) => text + consequences[action];
  switch (code) {
    case 'clock_rolled_back': {
      const text = `The clock says ${formatInstant(now)}, the license was issued ${formatInstant(iat)}.`;
      const advice = 'Set the clock right; let the machine keep it by NTP.';
      return cause('clock', 'clock_before_issue', says(text), advice, verdict);
    }
    case 'not_yet_valid': {
      const advice = 'Wait for its start, or set the clock right.';
      const text = says(`It starts on ${formatInstant(nbf)}.`);
      return cause('dates', 'not_yet_valid', text, advice, verdict);
    }
    case 'expired':
      return cause('dates', 'expired', says(`It ended on ${formatInstant(exp)}.`), renew, verdict);
    case 'stale': {
      const text = `It is good for ${String(policy?.offlineDays)} days without a word from the vendor, and was issued ${formatInstant(iat)}.`;
      const advice =
        'Fetch the newest file, or let the guard reach the server: it counts from then on.';
      return cause('dates', 'stale', says(text), advice, verdict);
    }
  }
}

const renew = 'Renew the license and fetch the new file.';

function explainGrace({ exp = 0 }: LicenseClaims, { graceEndsAt = exp }: DatesVerdict): Finding {
  const says = `It ended on ${formatInstant(exp)}; its days of grace run until ${formatInstant(graceEndsAt)}.`;
  return cause('dates', 'in_grace', says, renew, 'warning');
}

const soonSeconds = 14 * 86_400;

function examineEnd(exp: EpochSeconds | undefined, now: EpochSeconds): Finding {
  if (exp === undefined) return fine('dates', 'The license has no end.');
  const says = `It is valid until ${formatInstant(exp)}.`;
  return exp - now > soonSeconds
    ? fine('dates', says)
    : cause('dates', 'ends_soon', says, 'Renew it in time.', 'warning');
}
