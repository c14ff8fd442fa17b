import { generateSigningKey, type LeafUse } from '@licet/issuer';
import {
  findActiveKid,
  holdSigningKeysAlone,
  insertSigningKeys,
  retireActiveKey,
} from '../../db/signing-keys.js';
import type { SigningKeyRow } from '../../db/tables.js';
import { succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import { certifyAndSealLeaf } from './certify.js';
import { openRoot } from './open-root.js';
import { toPublishedKey, type PublishedKey } from './published-key.js';

/**
 * Makes a new leaf and retires the one before. Documents that a retired leaf signed stay good: whoever pins the root
 * notices nothing.
 */
export async function rotateLeaf(
  context: Context,
  use: LeafUse,
  commit: Commit<PublishedKey>,
): Promise<Outcome<PublishedKey>> {
  const { store, account } = context;
  const row = await makeLeaf(context, use);
  return commit(async (db, record) => {
    await holdSigningKeysAlone(db);
    const previousKid = await findActiveKid(db, account.id, use);
    await retireActiveKey(db, account.id, use, store.now());
    await insertSigningKeys(db, [row]);
    const details = { use, ...(previousKid !== undefined && { previousKid }) };
    await record({ action: 'signing-key.rotate', target: row.kid, details });
    return succeed(toPublishedKey(row));
  });
}

/** A new leaf that the root certified, not stored yet. */
export async function makeLeaf(context: Context, use: LeafUse): Promise<SigningKeyRow> {
  const { store, account, vault, lanes, modulusBits } = context;
  const root = await openRoot(context);
  const leaf = await generateSigningKey({ modulusBits });
  const certification = { issuer: account.issuer, now: store.now(), sealer: vault.sealer, lanes };
  const sealed = await certifyAndSealLeaf(leaf, use, root, certification);
  return { account_id: account.id, ...sealed };
}
