import type { EpochSeconds } from '@licet/core';
import type { Db, UserRow } from './tables.js';

/** Stores a user. False when the address has one. */
export async function insertUser(db: Db, row: UserRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('users')
    .values(row)
    .onConflict((conflict) => conflict.columns(['account_id', 'email']).doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function findUserByEmail(
  db: Db,
  accountId: string,
  email: string,
): Promise<UserRow | undefined> {
  return db
    .selectFrom('users')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('email', '=', email)
    .executeTakeFirst();
}

export async function findUser(
  db: Db,
  accountId: string,
  userId: string,
): Promise<UserRow | undefined> {
  return db
    .selectFrom('users')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
}

/** In the order of creation. There are few: everybody who may do everything. */
export async function listUsers(db: Db, accountId: string): Promise<UserRow[]> {
  return db
    .selectFrom('users')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .orderBy('user_id')
    .execute();
}

/** Replaces the hash of a password, if it is still the one that was read. */
export async function updatePassword(
  db: Db,
  { account_id, user_id, password: before }: UserRow,
  password: string,
  now: EpochSeconds,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('users')
    .set({ password, password_changed_at: now })
    .where('account_id', '=', account_id)
    .where('user_id', '=', user_id)
    .where('password', '=', before)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function deleteUser(db: Db, accountId: string, userId: string): Promise<void> {
  await db
    .deleteFrom('users')
    .where('account_id', '=', accountId)
    .where('user_id', '=', userId)
    .execute();
}
