import type { EpochSeconds } from '@licet/core';
import type { Db, InvitationRow } from './tables.js';

export async function insertInvitation(db: Db, row: InvitationRow): Promise<void> {
  await db.insertInto('invitations').values(row).execute();
}

/** An invitation that has not ended yet. */
export async function findInvitation(
  db: Db,
  accountId: string,
  tokenHash: string,
  now: EpochSeconds,
): Promise<InvitationRow | undefined> {
  return db
    .selectFrom('invitations')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('token_hash', '=', tokenHash)
    .where('ends_at', '>', now)
    .executeTakeFirst();
}

/** Uses an invitation up. True for the one caller that does. */
export async function takeInvitation(
  db: Db,
  { account_id, token_hash }: InvitationRow,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('invitations')
    .where('account_id', '=', account_id)
    .where('token_hash', '=', token_hash)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Forgets invitations that have ended. */
export async function deleteOldInvitations(
  db: Db,
  accountId: string,
  now: EpochSeconds,
): Promise<void> {
  await db
    .deleteFrom('invitations')
    .where('account_id', '=', accountId)
    .where('ends_at', '<=', now)
    .execute();
}
