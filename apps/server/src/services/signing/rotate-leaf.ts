import { generateSigningKey, type LeafUse } from '@licet/issuer';
import {
  findActiveKid,
  findSigningKey,
  insertSigningKeys,
  retireActiveKey,
} from '../../db/signing-keys.js';
import { succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import { certifyAndSealLeaf, type Root } from './certify.js';
import { toPublishedKey, type PublishedKey } from './published-key.js';
import { openKey } from './seal-key.js';

/**
 * Makes a new leaf and retires the one before. Documents that a retired leaf signed stay good: whoever pins the root
 * notices nothing.
 */
export async function rotateLeaf(
  { store, account, vault, lanes, modulusBits }: Context,
  use: LeafUse,
  commit: Commit<PublishedKey>,
): Promise<Outcome<PublishedKey>> {
  const root = await openRoot({ store, account, vault });
  const leaf = await generateSigningKey({ modulusBits });
  const now = store.now();
  const certification = { issuer: account.issuer, now, sealer: vault.sealer, lanes };
  const sealed = await certifyAndSealLeaf(leaf, use, root, certification);
  const row = { account_id: account.id, ...sealed };
  return commit(async (db, record) => {
    const previousKid = await findActiveKid(db, account.id, use);
    await retireActiveKey(db, account.id, use, now);
    await insertSigningKeys(db, [row]);
    const details = { use, ...(previousKid !== undefined && { previousKid }) };
    await record({ action: 'signing-key.rotate', target: row.kid, details });
    return succeed(toPublishedKey(row));
  });
}

async function openRoot({
  store,
  account,
  vault,
}: Pick<Context, 'store' | 'account' | 'vault'>): Promise<Root> {
  const kid = await findActiveKid(store.db, account.id, 'root');
  const row = kid && (await findSigningKey(store.db, account.id, kid));
  if (!row) throw new Error('There is no root to certify a new key with.');
  return { key: await openKey(row, vault.sealer), certificate: row.certificate };
}
