import type { License } from '../../db/licenses.js';
import type { Reach } from '../../db/reach.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { AuditDetails } from '../audit/actions.js';
import { describeTerms } from '../audit/describe-terms.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import { changeLicense, findLicense, type LicenseEdit } from './change-license.js';
import { isDowngrade } from './is-downgrade.js';
import { parseTerms, readTerms, type ChangeableTerms } from './license-terms.js';
import { findStateFault } from './license-state.js';

/** What is to be another way. What is given replaces what was, as a whole. */
export interface LicensePatch extends ChangeableTerms {
  readonly seats?: number;
}

/**
 * Changes the terms of a license and signs its new file. Less than before ends the documents that are out there. Codes: `license_not_found`,
 * `invalid_field`, `invalid_date`, `license_revoked`, `license_suspended` (when it gives less), `license_too_large`.
 */
export async function patchLicense(
  context: Context,
  reach: Reach,
  { id, seats, ...terms }: LicensePatch & { readonly id: string },
  commit: Commit<License>,
): Promise<Outcome<License>> {
  const change = parseTerms(terms);
  if (!change.ok) return change;
  const find = () => findLicense(context.store.db, reach, id);
  const wanted = { ...change.value, ...(seats !== undefined && { seats }) };
  const decide = (license: License) => decidePatch(license, wanted);
  return changeLicense(context, { find, decide }, commit);
}

function decidePatch(license: License, change: Partial<License>): Outcome<LicenseEdit | undefined> {
  if (change.seats !== undefined && license.seats === null)
    return fail('invalid_field', 'A license of this kind does not count seats.', 'seats');
  const isSame = Object.entries(change).every(
    ([name, value]) => license[name as keyof License] === value,
  );
  const endsDocuments = isDowngrade({ ...license, ...change }, license);
  const fault = findStateFault(license);
  if (fault?.code === 'license_revoked' || (fault && endsDocuments)) return fault;
  if (isSame) return succeed(undefined);
  const details = describePatch(license, change);
  return succeed({ action: 'license.update', change, details, endsDocuments });
}

/** Each member that was given, as it is now. Of the holder only that it was given another: it may be a person's name. */
function describePatch(license: License, change: Partial<License>): AuditDetails {
  const { features, policy, maintenance } = readTerms({ ...license, ...change });
  const { seats: previousSeats } = license;
  return {
    ...(typeof change.seats === 'number' &&
      previousSeats !== null && { seats: change.seats, previousSeats }),
    ...describeTerms({
      ...(change.features !== undefined && { features: features ?? [] }),
      ...(change.policy !== undefined && { policy: policy ?? {} }),
      ...(change.maintenance !== undefined && { maintenance: maintenance ?? { supported: false } }),
    }),
    ...(change.holder !== undefined && change.holder !== license.holder && { holderChanged: true }),
  };
}
