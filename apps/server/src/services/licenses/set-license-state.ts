import { updateLicense, type License } from '../../db/licenses.js';
import { setSlotStatus } from '../../db/status-slots.js';
import type { Reach } from '../../db/reach.js';
import type { LicenseRow } from '../../db/tables.js';
import { succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import { findLicense } from './change-license.js';
import { revokedForGood } from './license-state.js';

/** The state each action leads to. */
const targets = {
  revoke: 'revoked',
  suspend: 'suspended',
  reinstate: 'active',
} as const satisfies Record<string, LicenseRow['state']>;

/** What can be done to a license as a whole. */
export type StateAction = keyof typeof targets;

/** Revokes, suspends or reinstates a license. Doing it again changes nothing. Codes: `license_not_found`, `license_revoked`. */
export async function setLicenseState(
  { store, account }: Context,
  reach: Reach,
  { licenseId, action }: { readonly licenseId: string; readonly action: StateAction },
  commit: Commit<License>,
): Promise<Outcome<License>> {
  const state = targets[action];
  return commit(async (db, record) => {
    const found = await findLicense(db, reach, licenseId);
    if (!found.ok) return found;
    const license = found.value;
    if (license.state === state) return succeed(license);
    if (license.state === 'revoked') return revokedForGood;
    const change = { state, state_changed_at: store.now() };
    const isChanged = await updateLicense(db, license, change);
    if (!isChanged) throw new Error('A license changed inside a transaction.');
    await setSlotStatus(db, account.id, { licenseId }, state, change.state_changed_at);
    const { product, state: previousState } = license;
    const details = { previousState };
    await record({ action: `license.${action}`, target: licenseId, product, details });
    return succeed({ ...license, ...change });
  });
}
