import type { EpochSeconds } from '@licet/core';
import type { Db, TokenSecretRow, TokenSettingRow } from './tables.js';

export async function insertTokenSecret(db: Db, row: TokenSecretRow): Promise<void> {
  await db.insertInto('token_secrets').values(row).execute();
}

/** The secrets under which tokens of a setting count, the one that signs first. */
export async function listTokenSecrets(
  db: Db,
  { account_id, setting_id }: TokenSettingRow,
  now: EpochSeconds,
): Promise<TokenSecretRow[]> {
  return db
    .selectFrom('token_secrets')
    .selectAll()
    .where('account_id', '=', account_id)
    .where('setting_id', '=', setting_id)
    .where((eb) => eb.or([eb('verifies_until', 'is', null), eb('verifies_until', '>', now)]))
    .orderBy('number', 'desc')
    .execute();
}

/** Has the secret that signs only verify from now on, and forgets those that do not even do that any more. */
export async function retireTokenSecret(
  db: Db,
  { account_id, setting_id }: TokenSettingRow,
  now: EpochSeconds,
  verifiesUntil: EpochSeconds,
): Promise<void> {
  await db
    .updateTable('token_secrets')
    .set({ verifies_until: verifiesUntil })
    .where('account_id', '=', account_id)
    .where('setting_id', '=', setting_id)
    .where('verifies_until', 'is', null)
    .execute();
  await db
    .deleteFrom('token_secrets')
    .where('account_id', '=', account_id)
    .where('setting_id', '=', setting_id)
    .where('verifies_until', '<=', now)
    .execute();
}

/** Forgets all secrets of a setting. */
export async function deleteTokenSecrets(
  db: Db,
  { account_id, setting_id }: TokenSettingRow,
): Promise<void> {
  await db
    .deleteFrom('token_secrets')
    .where('account_id', '=', account_id)
    .where('setting_id', '=', setting_id)
    .execute();
}
