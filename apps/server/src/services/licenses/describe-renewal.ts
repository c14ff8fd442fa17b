import { formatInstant, type EpochSeconds } from '@licet/core';
import type { LicenseRow } from '../../db/tables.js';
import type { LicenseEdit } from './change-license.js';

/** Another end, and what is said of it. */
export function describeRenewal(
  { valid_to: before }: LicenseRow,
  end: EpochSeconds | null,
): Pick<LicenseEdit, 'action' | 'change' | 'details'> {
  return {
    action: 'license.renew',
    change: { valid_to: end },
    details: {
      ...(end !== null && { validTo: formatInstant(end) }),
      ...(before !== null && { previousValidTo: formatInstant(before) }),
    },
  };
}
