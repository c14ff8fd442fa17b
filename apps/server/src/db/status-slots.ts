import type { EpochSeconds } from '@licet/core';
import type { StatusSlot } from './documents.js';
import type { Db, StatusSlotRow } from './tables.js';

/** Marks the slot of a document that does not count any more as invalid. Doing it again changes nothing. */
export async function endDocument(
  db: Db,
  accountId: string,
  { list, slot }: StatusSlot,
  now: EpochSeconds,
): Promise<void> {
  await db
    .updateTable('status_slots')
    .set({ status: 1, changed_at: now })
    .where('account_id', '=', accountId)
    .where('list', '=', list)
    .where('slot', '=', slot)
    .where('status', '<>', 1)
    .execute();
}

/** The state of a document's slot; `undefined` for a slot that nobody took. */
export async function findSlot(
  db: Db,
  accountId: string,
  { list, slot }: StatusSlot,
): Promise<StatusSlotRow | undefined> {
  return db
    .selectFrom('status_slots')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('list', '=', list)
    .where('slot', '=', slot)
    .executeTakeFirst();
}
