import type { LicenseRow } from '../../db/tables.js';
import { fail, type Failure } from '../../problems.js';

/** Nothing brings a license back that was revoked. */
export const revokedForGood = fail(
  'license_revoked',
  'A revoked license stays revoked: issue another with a new key.',
);

/** Why nothing is issued or delivered for a license; `undefined` when nothing stands against it. */
export function findStateFault({ state }: LicenseRow): Failure | undefined {
  switch (state) {
    case 'active':
      return undefined;
    case 'suspended':
      return fail('license_suspended', 'Reinstate the license first.');
    case 'revoked':
      return revokedForGood;
  }
}
