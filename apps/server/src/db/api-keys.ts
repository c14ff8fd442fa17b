import type { EpochSeconds } from '@licet/core';
import { createLookUp } from './batching/look-up.js';
import { isAmong, selectByKeys } from './batching/select-by-keys.js';
import type { CreationPosition, PageRequest } from './page.js';
import type { ApiKeyRow, Db } from './tables.js';

export async function insertApiKey(db: Db, row: ApiKeyRow): Promise<void> {
  await db.insertInto('api_keys').values(row).execute();
}

const findByHash = createLookUp<ApiKeyRow>(
  selectByKeys((db, accountId, hashes) =>
    db
      .selectFrom('api_keys')
      .selectAll()
      .where('account_id', '=', accountId)
      .where(isAmong(db, 'key_hash', hashes)),
  ),
  (row) => row.key_hash,
);

export async function findApiKeyByHash(
  db: Db,
  accountId: string,
  hash: string,
): Promise<ApiKeyRow | undefined> {
  return (await findByHash(db, accountId, hash))[0];
}

/** In the order of creation. */
export async function listApiKeys(
  db: Db,
  accountId: string,
  page: PageRequest<CreationPosition>,
): Promise<ApiKeyRow[]> {
  let query = db
    .selectFrom('api_keys')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .orderBy('api_key_id')
    .limit(page.limit);
  const { after } = page;
  if (after !== undefined) {
    const [createdAt, id] = after;
    query = query.where((eb) =>
      eb.or([
        eb('created_at', '>', createdAt),
        eb.and([eb('created_at', '=', createdAt), eb('api_key_id', '>', id)]),
      ]),
    );
  }
  return query.execute();
}

/** Revokes a key for good. False when there is no such key, or when it was revoked before. */
export async function revokeApiKey(
  db: Db,
  accountId: string,
  apiKeyId: string,
  now: EpochSeconds,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('api_keys')
    .set({ revoked_at: now })
    .where('account_id', '=', accountId)
    .where('api_key_id', '=', apiKeyId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function findApiKey(
  db: Db,
  accountId: string,
  apiKeyId: string,
): Promise<ApiKeyRow | undefined> {
  return db
    .selectFrom('api_keys')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('api_key_id', '=', apiKeyId)
    .executeTakeFirst();
}

export async function touchApiKey(
  db: Db,
  accountId: string,
  apiKeyId: string,
  now: EpochSeconds,
): Promise<void> {
  await db
    .updateTable('api_keys')
    .set({ last_used_at: now })
    .where('account_id', '=', accountId)
    .where('api_key_id', '=', apiKeyId)
    .execute();
}
