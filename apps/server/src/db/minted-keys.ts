import type { EpochSeconds } from '@licet/core';
import type { ApiKeyRow, Db } from './tables.js';

/** The client key that was minted for an access token. */
export async function findMintedKey(
  db: Db,
  accountId: string,
  settingId: number,
  tokenId: string,
): Promise<ApiKeyRow | undefined> {
  return db
    .selectFrom('api_keys')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('setting_id', '=', settingId)
    .where('token_id', '=', tokenId)
    .executeTakeFirst();
}

/** Puts another key into the place of one, whose text stops working. */
export async function replaceMintedKey(
  db: Db,
  { account_id, api_key_id }: ApiKeyRow,
  row: ApiKeyRow,
): Promise<void> {
  await db
    .updateTable('api_keys')
    .set(row)
    .where('account_id', '=', account_id)
    .where('api_key_id', '=', api_key_id)
    .execute();
}

/** Forgets minted keys of a setting that ended at `until` or before: their tokens ended with them and mint no other. */
export async function deleteEndedMintedKeys(
  db: Db,
  accountId: string,
  settingId: number,
  until: EpochSeconds,
): Promise<void> {
  await db
    .deleteFrom('api_keys')
    .where('account_id', '=', accountId)
    .where('setting_id', '=', settingId)
    .where('expires_at', '<=', until)
    .execute();
}
