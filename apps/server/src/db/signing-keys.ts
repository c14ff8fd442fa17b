import type { EpochSeconds } from '@licet/core';
import { sql } from 'kysely';
import { createLookUp } from './batching/look-up.js';
import { isSqlite } from './is-sqlite.js';
import type { Db, SigningKeyRow } from './tables.js';

export async function insertSigningKeys(db: Db, rows: readonly SigningKeyRow[]): Promise<void> {
  await db
    .insertInto('signing_keys')
    .values([...rows])
    .execute();
}

/** All keys of the account, oldest first. */
export async function listSigningKeys(db: Db, accountId: string): Promise<SigningKeyRow[]> {
  return db
    .selectFrom('signing_keys')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .orderBy('kid')
    .execute();
}

export async function findSigningKey(
  db: Db,
  accountId: string,
  kid: string,
): Promise<SigningKeyRow | undefined> {
  return db
    .selectFrom('signing_keys')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('kid', '=', kid)
    .executeTakeFirst();
}

/** Which key signs now. Asked for every document, so that a key made by another process counts at once. */
export async function findActiveKid(
  db: Db,
  accountId: string,
  use: SigningKeyRow['use'],
): Promise<string | undefined> {
  return (await selectActiveKid(db, accountId, use).executeTakeFirst())?.kid;
}

/** The same inside a transaction, until whose end nobody retires the key. Any number may hold it at once. */
export async function holdActiveKid(
  db: Db,
  accountId: string,
  use: SigningKeyRow['use'],
): Promise<string | undefined> {
  const query = selectActiveKid(db, accountId, use);
  return (await (isSqlite(db) ? query : query.forShare()).executeTakeFirst())?.kid;
}

/**
 * Has the keys to itself until the end of a transaction that retires or burns one. A lock of the row alone would wait for ever while others hold it
 * one after the other: whoever asks to hold it later waits in line behind this one.
 */
export async function holdSigningKeysAlone(db: Db): Promise<void> {
  if (!isSqlite(db)) await sql`lock table signing_keys in exclusive mode`.execute(db);
}

function selectActiveKid(db: Db, accountId: string, use: SigningKeyRow['use']) {
  return db
    .selectFrom('signing_keys')
    .select('kid')
    .where('account_id', '=', accountId)
    .where('use', '=', use)
    .where('status', '=', 'active');
}

export interface RegisteredKey {
  readonly kid: string;
  readonly use: SigningKeyRow['use'];
  readonly pem: string;
}

/** The public halves that may still vouch for a document: active and retired ones. */
export async function listRegisteredKeys(
  db: Db,
  accountId: string,
): Promise<readonly RegisteredKey[]> {
  return findRegisteredKeys(db, accountId, allKeys);
}

const allKeys = '';

/** Asked for by every request that verifies something, and once for all of one event-loop turn. */
const findRegisteredKeys = createLookUp<RegisteredKey>(
  (db, accountId) =>
    db
      .selectFrom('signing_keys')
      .select(['kid', 'use', 'pem'])
      .where('account_id', '=', accountId)
      .where('status', '!=', 'burnt')
      .orderBy('kid')
      .execute(),
  () => allKeys,
);

export async function retireActiveKey(
  db: Db,
  accountId: string,
  use: SigningKeyRow['use'],
  now: EpochSeconds,
): Promise<void> {
  await db
    .updateTable('signing_keys')
    .set({ status: 'retired', retired_at: now })
    .where('account_id', '=', accountId)
    .where('use', '=', use)
    .where('status', '=', 'active')
    .execute();
}

/** For good: a burnt key never signs or vouches again. */
export async function markBurnt(
  db: Db,
  accountId: string,
  kid: string,
  retiredAt: EpochSeconds,
): Promise<void> {
  await db
    .updateTable('signing_keys')
    .set({ status: 'burnt', retired_at: retiredAt })
    .where('account_id', '=', accountId)
    .where('kid', '=', kid)
    .execute();
}
