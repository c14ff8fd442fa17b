import type { EpochSeconds } from '@licet/core';
import type { SealedVault } from '../secrets/vault.js';
import { StartupError } from '../startup-error.js';
import type { AccountRow, Db } from './tables.js';

const missing =
  'the account in this database has no secrets: when a folder is being moved here, let move-up end, or repeat it';

const secretNames = {
  dataKey: 'data-key',
  domainKeySecret: 'domain-key-hmac',
  requestSecret: 'request-hmac',
} as const satisfies Record<Exclude<keyof SealedVault, 'masterKeyId'>, string>;

export async function findAccount(db: Db, accountId: string): Promise<AccountRow | undefined> {
  return db
    .selectFrom('accounts')
    .selectAll()
    .where('account_id', '=', accountId)
    .executeTakeFirst();
}

/** Writes what is there, to see whether anything can be written. */
export async function touchAccount(db: Db, accountId: string): Promise<void> {
  await db
    .updateTable('accounts')
    .set((eb) => ({ created_at: eb.ref('created_at') }))
    .where('account_id', '=', accountId)
    .execute();
}

export async function insertAccount(db: Db, account: AccountRow): Promise<void> {
  await db.insertInto('accounts').values(account).execute();
}

/** Marks the account as served, true for the one caller that is the first ever. */
export async function claimFirstService(
  db: Db,
  accountId: string,
  now: EpochSeconds,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('accounts')
    .set({ first_served_at: now })
    .where('account_id', '=', accountId)
    .where('first_served_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function insertVault(db: Db, accountId: string, vault: SealedVault): Promise<void> {
  const { masterKeyId, ...secrets } = vault;
  const rows = (Object.keys(secrets) as (keyof typeof secrets)[]).map((key) => ({
    account_id: accountId,
    name: secretNames[key],
    mk_id: key === 'dataKey' ? masterKeyId : null,
    sealed: secrets[key],
  }));
  await db.insertInto('secrets').values(rows).execute();
}

/** Throws `StartupError` when a secret is missing, as in a copy that did not end. */
export async function readVault(db: Db, accountId: string): Promise<SealedVault> {
  const rows = await db
    .selectFrom('secrets')
    .select(['name', 'mk_id', 'sealed'])
    .where('account_id', '=', accountId)
    .execute();
  const find = (name: string) => {
    const row = rows.find((candidate) => candidate.name === name);
    if (row === undefined) throw new StartupError(missing);
    return row;
  };
  const dataKey = find(secretNames.dataKey);
  return {
    masterKeyId: dataKey.mk_id ?? '',
    dataKey: dataKey.sealed,
    domainKeySecret: find(secretNames.domainKeySecret).sealed,
    requestSecret: find(secretNames.requestSecret).sealed,
  };
}
