import type { EpochSeconds } from '@licet/core';
import type { Db, SessionRow } from './tables.js';

/** Sessions that began or were seen before these are over. */
export interface SessionBounds {
  readonly seenAfter: EpochSeconds;
  readonly begunAfter: EpochSeconds;
}

export async function insertSession(db: Db, row: SessionRow): Promise<void> {
  await db.insertInto('sessions').values(row).execute();
}

/** A session that is not over, by the hash of its token. */
export async function findSession(
  db: Db,
  accountId: string,
  tokenHash: string,
  bounds: SessionBounds,
): Promise<SessionRow | undefined> {
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('token_hash', '=', tokenHash)
    .where('last_seen_at', '>', bounds.seenAfter)
    .where('created_at', '>', bounds.begunAfter)
    .executeTakeFirst();
}

/** The sessions of a user that are not over, newest first. */
export async function listSessions(
  db: Db,
  accountId: string,
  userId: string,
  bounds: SessionBounds,
): Promise<SessionRow[]> {
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('user_id', '=', userId)
    .where('last_seen_at', '>', bounds.seenAfter)
    .where('created_at', '>', bounds.begunAfter)
    .orderBy('created_at', 'desc')
    .orderBy('session_id')
    .execute();
}

export async function touchSession(db: Db, row: SessionRow, now: EpochSeconds): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ last_seen_at: now })
    .where('account_id', '=', row.account_id)
    .where('session_id', '=', row.session_id)
    .execute();
}

/** Ends one session of a user. False when there is none of that id. */
export async function deleteSession(
  db: Db,
  { account_id, user_id }: Pick<SessionRow, 'account_id' | 'user_id'>,
  sessionId: string,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('sessions')
    .where('account_id', '=', account_id)
    .where('user_id', '=', user_id)
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Ends every session of a user, or all but one. */
export async function deleteSessionsOf(
  db: Db,
  { account_id, user_id }: Pick<SessionRow, 'account_id' | 'user_id'>,
  but?: string,
): Promise<void> {
  let query = db
    .deleteFrom('sessions')
    .where('account_id', '=', account_id)
    .where('user_id', '=', user_id);
  if (but !== undefined) query = query.where('session_id', '!=', but);
  await query.execute();
}

/** Forgets sessions that are over. */
export async function deleteOldSessions(
  db: Db,
  accountId: string,
  { seenAfter, begunAfter }: SessionBounds,
): Promise<void> {
  await db
    .deleteFrom('sessions')
    .where('account_id', '=', accountId)
    .where((eb) => eb.or([eb('last_seen_at', '<=', seenAfter), eb('created_at', '<=', begunAfter)]))
    .execute();
}
