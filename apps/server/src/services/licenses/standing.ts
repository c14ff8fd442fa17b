import type { EpochSeconds } from '@licet/core';
import type { LicenseStanding } from '../../db/license-lists.js';
import type { LicenseRow } from '../../db/tables.js';

/** How a license stands at an instant. Lists and counts say the same in SQL. */
export function standingOf(
  { state, valid_from: from, valid_to: to }: LicenseRow,
  now: EpochSeconds,
): LicenseStanding {
  if (state !== 'active') return state;
  if (from !== null && now < from) return 'not-yet-valid';
  return to !== null && now >= to ? 'expired' : 'valid';
}
