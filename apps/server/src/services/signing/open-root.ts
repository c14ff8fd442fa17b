import type { CertifiedRoot } from '@licet/issuer';
import { findActiveKid, findSigningKey } from '../../db/signing-keys.js';
import type { Context } from '../context.js';

import { openKey } from './seal-key.js';

/** Opens the root. Throws when it is not there, as after it was moved away. */
export async function openRoot({
  store,
  account,
  vault,
}: Pick<Context, 'store' | 'account' | 'vault'>): Promise<CertifiedRoot> {
  const kid = await findActiveKid(store.db, account.id, 'root');
  const row = kid && (await findSigningKey(store.db, account.id, kid));
  if (!row) throw new Error('There is no root to certify a new key with.');
  return { key: await openKey(row, vault.sealer), certificate: row.certificate };
}
