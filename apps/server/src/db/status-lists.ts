import type { EpochSeconds } from '@licet/core';
import { sql } from 'kysely';
import { newList } from './status-slots.js';
import type { Db, StatusListRow, TrustListRow } from './tables.js';

export async function findStatusList(
  db: Db,
  accountId: string,
  list: number,
): Promise<StatusListRow | undefined> {
  return db
    .selectFrom('status_lists')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('list', '=', list)
    .executeTakeFirst();
}

/** Names a list unless it has a name, and returns the one it has from then on. */
export async function nameStatusList(
  db: Db,
  accountId: string,
  list: number,
  uri: string,
): Promise<string> {
  const named = await db
    .insertInto('status_lists')
    .values(newList(accountId, list, uri))
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'list']).doUpdateSet({
        uri: sql<string>`coalesce(${sql.ref('status_lists.uri')}, ${sql.ref('excluded.uri')})`,
      }),
    )
    .returning('uri')
    .executeTakeFirstOrThrow();
  return named.uri ?? uri;
}

/** A list that was signed. */
export interface SignedList {
  readonly signedChanges: number;
  readonly sequence: number;
  readonly issuedAt: EpochSeconds;
  readonly document: string;
}

/** Puts a signed list in the place of the one before it. False when another process was faster: then the text must not leave this one. */
export async function replaceSignedList(
  db: Db,
  before: StatusListRow,
  { signedChanges, sequence, issuedAt, document }: SignedList,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('status_lists')
    .set({ signed_changes: signedChanges, sequence, issued_at: issuedAt, document })
    .where('account_id', '=', before.account_id)
    .where('list', '=', before.list)
    .where('sequence', '=', before.sequence)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/**
 * Has all lists signed anew, as the key that signed them does not count any more. Counted as a change, so that a text which is being signed by
 * that key right now is out of date when it is stored.
 */
export async function outdateStatusLists(db: Db, accountId: string): Promise<void> {
  await db
    .updateTable('status_lists')
    .set(({ eb }) => ({ changes: eb('changes', '+', 1) }))
    .where('account_id', '=', accountId)
    .execute();
}

export async function findTrustList(db: Db, accountId: string): Promise<TrustListRow | undefined> {
  return db
    .selectFrom('trust_lists')
    .selectAll()
    .where('account_id', '=', accountId)
    .executeTakeFirst();
}

/** Keeps a signed list of stolen keys if it is newer than the one that is kept. False when it is not. */
export async function replaceTrustList(db: Db, row: TrustListRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('trust_lists')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column('account_id')
        .doUpdateSet({ sequence: row.sequence, burnt: row.burnt, document: row.document })
        .where('trust_lists.sequence', '<', row.sequence),
    )
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}
