import { createDomainKey } from '@licet/issuer';
import { findLicenseByKey, type License } from '../../db/licenses.js';
import type { Reach } from '../../db/reach.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import {
  changeLicense,
  findLicense,
  type ChangeOrder,
  type LicenseEdit,
} from './change-license.js';
import { parseDomainKey, toKeyColumns } from './domain-key.js';
import { findStateFault } from './license-state.js';

/**
 * Gives a domain license another key: the one that is sent, or a new one. The file under the key before stops being good; the present key again
 * changes nothing. Codes: `license_not_found`, `wrong_license_kind`, `invalid_field`, `key_in_use`, `license_revoked`,
 * `license_suspended`, `license_too_large`.
 */
export async function replaceDomainKey(
  context: Context,
  reach: Reach,
  { id, key = createDomainKey() }: { readonly id: string; readonly key?: string },
  commit: Commit<License>,
): Promise<Outcome<License>> {
  const { store, account, vault } = context;
  const normalized = parseDomainKey(key, 'key');
  if (!normalized.ok) return normalized;
  const hmac = vault.domainKeyHmac(normalized.value);
  const columns = toKeyColumns(context, normalized.value);
  const order: ChangeOrder = {
    find: () => findLicense(store.db, reach, id),
    decide: (license) => decideKey(license, columns),
    guard: async (db) => {
      const everywhere = { accountId: account.id, product: undefined };
      const isTaken = (await findLicenseByKey(db, everywhere, hmac)) !== undefined;
      return isTaken ? fail('key_in_use', 'Choose another key.', 'key') : undefined;
    },
  };
  return changeLicense(context, order, commit);
}

function decideKey(
  license: License,
  change: Pick<License, 'key_hmac' | 'key_sealed' | 'imported'>,
): Outcome<LicenseEdit | undefined> {
  if (license.kind !== 'domain')
    return fail('wrong_license_kind', 'Only domain licenses have keys.');
  const fault = findStateFault(license);
  if (fault !== undefined) return fault;
  return succeed(
    license.key_hmac === change.key_hmac
      ? undefined
      : { action: 'license.rekey', change, endsDocuments: true },
  );
}
