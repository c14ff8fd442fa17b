import type { EpochSeconds } from '@licet/core';
import { borrowedEnd } from './seat-proofs.js';
import { findLastStatusList, takeStatusSlot } from './status-slots.js';
import { outdateStatusLists } from './status-lists.js';
import type { Db } from './tables.js';

/** More documents than any license had since a backup was made. */
const lostGenerations = 1_000_000;

/**
 * Moves everything that only ever grows beyond what may have been given out since a backup was made, and ends what that backup may have brought back
 * to life. Doing it again does no harm.
 */
export async function raiseCounters(db: Db, accountId: string, now: EpochSeconds): Promise<void> {
  await db
    .updateTable('licenses')
    .set((eb) => ({ gen: eb('gen', '+', lostGenerations), version: eb('version', '+', 1) }))
    .where('account_id', '=', accountId)
    .execute();
  await db
    .updateTable('seats')
    .set((eb) => ({ generation: eb('generation', '+', lostGenerations) }))
    .where('account_id', '=', accountId)
    .where(borrowedEnd, '<=', now)
    .execute();
  await beginStatusList(db, accountId, now);
  await outdateStatusLists(db, accountId);
  await db.deleteFrom('trust_lists').where('account_id', '=', accountId).execute();
  await db.deleteFrom('sessions').where('account_id', '=', accountId).execute();
  await db.deleteFrom('invitations').where('account_id', '=', accountId).execute();
}

/**
 * The places of the lists so far may belong to documents that the database forgot: it gives out no more of them, as it goes on in the highest
 * list of which a place is taken.
 */
async function beginStatusList(db: Db, accountId: string, now: EpochSeconds): Promise<void> {
  const list = (await findLastStatusList(db, accountId)) + 1;
  await takeStatusSlot(db, accountId, '', { list, slot: 0 }, now);
}

/** When the last thing was recorded that the database knows of. */
export async function findLastChange(db: Db, accountId: string): Promise<EpochSeconds | undefined> {
  const row = await db
    .selectFrom('audit_log')
    .select('at')
    .where('account_id', '=', accountId)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.at;
}
