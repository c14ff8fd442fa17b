import { coversRelease } from '../binding/covers-release.js';
import type { DocumentKind } from '../document/claims.js';
import type { VerifiedDocument, VerifiedDocuments } from '../document/verified-license.js';
import type { BindingCode, EndCode, VerificationCode } from '../errors.js';
import type { EpochSeconds } from '../time/clock.js';
import type { AccessWarning } from './decision.js';
import { endDetails, standingDetails } from './refusal-details.js';
import { findBlock, isReadOnly, judgeStanding, toConcerns, type StandingCode } from './standing.js';

/** When a license is used, and for what. Nothing has a default that could decide in the caller's place. */
export interface LicenseUse {
  readonly now: EpochSeconds;
  /** The date of the release that runs, when maintenance plans bound what may run. */
  readonly releasedAt?: EpochSeconds | undefined;
  /** Why the license does not count any more, as `findEnd` tells it from the vendor's lists. */
  readonly ended?: EndCode | undefined;
  /** The latest time in anything signed that was seen for this license; by default its own issue. */
  readonly lastSignedAt?: EpochSeconds | undefined;
  /** The latest signed time that was ever seen, also by an earlier process; by default `lastSignedAt`. */
  readonly clockMark?: EpochSeconds | undefined;
}

/** Why a license may not be used. `detail` is for logs and support. */
export interface RefusedUse {
  readonly ok: false;
  readonly code: VerificationCode | EndCode | StandingCode | BindingCode;
  readonly detail: string;
}

/** Whether a program may use a license, and what its owner should be told although it may. */
export type UseVerification<Kind extends DocumentKind> =
  | {
      readonly ok: true;
      readonly license: VerifiedDocuments[Kind];
      /** Empty when everything is in order. */
      readonly warnings: readonly AccessWarning[];
      /** The vendor's policy asks to change nothing any more. */
      readonly readOnly: boolean;
    }
  | RefusedUse;

const details: Record<EndCode | StandingCode | BindingCode, string> = {
  ...endDetails,
  ...standingDetails,
  wrong_serial: 'The license has another serial number.',
  wrong_machine: 'The license is for another machine.',
  wrong_server_path: 'The license is for another server path.',
  wrong_seats: 'The license has another number of seats.',
  wrong_dates: 'The license has other dates.',
  wrong_identifier: 'The license is for another identifier.',
  release_not_covered: 'The maintenance plan of the license does not cover this release.',
};

/** A refusal in the words of its code. */
export function refuseUse(code: EndCode | StandingCode | BindingCode): RefusedUse {
  return Object.freeze({ ok: false, code, detail: details[code] });
}

/**
 * Judges a verified license that is for whoever presents it by the clock, by the policy that the vendor signed and by its maintenance plan.
 * Codes: `burnt_key`, `revoked`, `suspended`, `clock_rolled_back`, `not_yet_valid`, `expired`, `stale`, `release_not_covered`, in this order.
 */
export function judgeUse<License extends VerifiedDocument>(
  license: License,
  use: LicenseUse,
):
  | {
      readonly ok: true;
      readonly license: License;
      readonly warnings: readonly AccessWarning[];
      readonly readOnly: boolean;
    }
  | RefusedUse {
  if (use.ended !== undefined) return refuseUse(use.ended);
  const { now, releasedAt, lastSignedAt = license.issuedAt, clockMark = lastSignedAt } = use;
  const standing = judgeStanding(license, now, { lastSignedAt, clockMark });
  const block = findBlock(standing);
  if (block !== undefined) return refuseUse(block.code);
  if (releasedAt !== undefined && !coversRelease(license, releasedAt)) {
    return refuseUse('release_not_covered');
  }
  const warnings = toConcerns(standing).filter((code) => code !== 'not_yet_valid');
  return { ok: true, license, warnings: Object.freeze(warnings), readOnly: isReadOnly(standing) };
}
