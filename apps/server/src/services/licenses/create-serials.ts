import { createSerial, newLicenseId } from '@licet/issuer';
import { insertNewLicenses, type License } from '../../db/licenses.js';
import type { Reach } from '../../db/reach.js';
import { succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import { describeNewLicense, parseLicense } from './create-license.js';
import type { LicenseTerms } from './license-terms.js';

/** Token licenses that are sold alike. */
export interface SerialsRequest extends LicenseTerms {
  readonly product: string;
  readonly seats: number;
  readonly count?: number;
}

/** Makes token licenses, each with a serial of its own, all or none. Codes: as of `createLicense`. */
export async function createSerials(
  context: Context,
  reach: Reach,
  { count = 1, ...request }: SerialsRequest,
  commit: Commit<readonly License[]>,
): Promise<Outcome<readonly License[]>> {
  const draft = await parseLicense(context, reach, { kind: 'token', ...request });
  if (!draft.ok) return draft;
  const licenses = Array.from({ length: count }, () => ({
    ...draft.value,
    license_id: newLicenseId(),
    serial: createSerial(),
  }));
  // Rows are inserted, and nothing is read that others write: keys alone make it exact.
  return commit<Outcome<readonly License[]>>(async (db, record) => {
    await insertNewLicenses(db, licenses);
    for (const license of licenses) await record(describeNewLicense(license));
    return succeed(licenses);
  }, 'read committed');
}
