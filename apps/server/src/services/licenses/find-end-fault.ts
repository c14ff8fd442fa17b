import { formatInstant, type EpochSeconds } from '@licet/core';
import type { LicenseRow } from '../../db/tables.js';
import { fail, type Failure } from '../../problems.js';

/**
 * Why the end of a license cannot be moved there; null means that it is to have none. Codes: `license_revoked`, `permanent_license`,
 * `date_before_current_end`.
 */
export function findEndFault(
  { state, valid_to: currentEnd }: LicenseRow,
  end: EpochSeconds | null,
  field: string,
): Failure | undefined {
  if (state === 'revoked')
    return fail('license_revoked', 'A revoked license is not renewed: issue another.');
  if (end === null || currentEnd === end) return undefined;
  if (currentEnd === null)
    return fail('permanent_license', 'A permanent license has no end to move.');
  if (end > currentEnd) return undefined;
  const detail = `Send a date from ${formatInstant(currentEnd)} on, when the license ends now.`;
  return fail('date_before_current_end', detail, field);
}
