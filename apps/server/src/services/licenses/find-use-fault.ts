import { formatInstant, type EpochSeconds } from '@licet/core';
import type { LicenseRow } from '../../db/tables.js';
import { fail, type Failure } from '../../problems.js';
import { findStateFault } from './license-state.js';

/** Why nothing can be taken of a license now; `undefined` when nothing stands against it. Codes: `license_revoked`, `license_suspended`,
 * `license_not_yet_valid`, `license_expired`. */
export function findUseFault(license: LicenseRow, now: EpochSeconds): Failure | undefined {
  const { valid_from: from, valid_to: to } = license;
  const stateFault = findStateFault(license);
  if (stateFault !== undefined) return stateFault;
  if (from !== null && now < from) {
    return fail('license_not_yet_valid', `Try again from ${formatInstant(from)} on.`);
  }
  return to !== null && now >= to
    ? fail('license_expired', `It ended on ${formatInstant(to)}: renew the license first.`)
    : undefined;
}
