import type { EpochSeconds } from '@licet/core';
import type { PageRequest } from './page.js';
import type { Reach } from './reach.js';
import type { Db, TokenSettingRow } from './tables.js';

/** The next id. It counts deleted settings too: an id never comes to mean something else. */
export async function nextTokenSettingId(db: Db, accountId: string): Promise<number> {
  const row = await db
    .selectFrom('token_settings')
    .select('setting_id')
    .where('account_id', '=', accountId)
    .orderBy('setting_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (row?.setting_id ?? 0) + 1;
}

/** False when somebody else took the id. */
export async function insertTokenSetting(db: Db, row: TokenSettingRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('token_settings')
    .values(row)
    .onConflict((conflict) => conflict.columns(['account_id', 'setting_id']).doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function findTokenSetting(
  db: Db,
  reach: Reach,
  settingId: number,
): Promise<TokenSettingRow | undefined> {
  return selectTokenSettings(db, reach).where('setting_id', '=', settingId).executeTakeFirst();
}

/** In the order of their ids. */
export async function listTokenSettings(
  db: Db,
  reach: Reach,
  { limit, after }: PageRequest<readonly [id: number]>,
): Promise<TokenSettingRow[]> {
  const query = selectTokenSettings(db, reach).orderBy('setting_id').limit(limit);
  return (after === undefined ? query : query.where('setting_id', '>', after[0])).execute();
}

/** Finds a setting that nobody else can change or delete before the transaction ends. */
export async function lockTokenSetting(
  db: Db,
  reach: Reach,
  settingId: number,
): Promise<TokenSettingRow | undefined> {
  await db
    .updateTable('token_settings')
    .set({ setting_id: settingId })
    .where('account_id', '=', reach.accountId)
    .where('setting_id', '=', settingId)
    .execute();
  return findTokenSetting(db, reach, settingId);
}

/** What a writer may change. */
export type TokenSettingChange = Partial<
  Pick<
    TokenSettingRow,
    'name' | 'lifetime_seconds' | 'longest_lifetime_seconds' | 'allows_client_keys' | 'deleted_at'
  >
>;

/** Writes the change and returns the row as it is then. Lock the setting before. */
export async function updateTokenSetting(
  db: Db,
  row: TokenSettingRow,
  change: TokenSettingChange,
): Promise<TokenSettingRow> {
  await db
    .updateTable('token_settings')
    .set(change)
    .where('account_id', '=', row.account_id)
    .where('setting_id', '=', row.setting_id)
    .execute();
  return { ...row, ...change };
}

/** Ends the client keys that were minted for tokens of a setting. */
export async function revokeMintedKeys(
  db: Db,
  { account_id, setting_id }: TokenSettingRow,
  now: EpochSeconds,
): Promise<void> {
  await db
    .updateTable('api_keys')
    .set({ revoked_at: now })
    .where('account_id', '=', account_id)
    .where('setting_id', '=', setting_id)
    .where('revoked_at', 'is', null)
    .execute();
}

/** A deleted setting is out of everybody's reach, and one for all products out of reach of who has one. */
function selectTokenSettings(db: Db, { accountId, product }: Reach) {
  const query = db
    .selectFrom('token_settings')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('deleted_at', 'is', null);
  return product === undefined ? query : query.where('product', '=', product);
}
