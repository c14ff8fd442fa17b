import type { EpochSeconds } from '@licet/core';
import { sql } from 'kysely';
import { createLookUp } from './batching/look-up.js';
import { isAmong } from './batching/select-by-keys.js';
import type { Db, LicenseRow, StatusSlotRow } from './tables.js';

/** A place in a status list. */
export interface StatusSlot {
  readonly list: number;
  readonly slot: number;
}

/** Which documents are meant: all that a license ever had, or all but the one in a slot, or that one alone. */
export type SlotChoice =
  { readonly licenseId: string; readonly except?: StatusSlot | undefined } | StatusSlot;

const statuses = { active: 0, revoked: 1, suspended: 2 } as const satisfies Record<
  LicenseRow['state'],
  StatusSlotRow['status']
>;

/**
 * Says in the status lists what became of documents: `revoked` when a license was revoked, or when a document was replaced by one that allows
 * less; `suspended`, and `active` again. A document that was once revoked stays so. Call it in the transaction that changes the license.
 */
export async function setSlotStatus(
  db: Db,
  accountId: string,
  choice: SlotChoice,
  state: LicenseRow['state'],
  now: EpochSeconds,
): Promise<void> {
  const status = statuses[state];
  const changed = await db
    .updateTable('status_slots')
    .set({ status, changed_at: now })
    .where('account_id', '=', accountId)
    .where((eb) => {
      const isAt = ({ list, slot }: StatusSlot) => eb.and({ list, slot });
      if (!('licenseId' in choice)) return isAt(choice);
      const { licenseId, except } = choice;
      const isOfLicense = eb('license_id', '=', licenseId);
      return except === undefined ? isOfLicense : eb.and([isOfLicense, eb.not(isAt(except))]);
    })
    .where('status', 'not in', [status, statuses.revoked])
    .returning('list')
    .execute();
  // In their order, so that two transactions that touch the same lists wait for each other rather than forever.
  const lists = [...new Set(changed.map(({ list }) => list))].sort((a, b) => a - b);
  for (const list of lists) await raiseChanges(db, accountId, list);
}

async function raiseChanges(db: Db, accountId: string, list: number): Promise<void> {
  await db
    .insertInto('status_lists')
    .values({ ...newList(accountId, list, null), changes: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'list'])
        .doUpdateSet({ changes: sql<number>`${sql.ref('status_lists.changes')} + 1` }),
    )
    .execute();
}

/** The row of a list of which nothing was signed yet. */
export function newList(accountId: string, list: number, uri: string | null) {
  const nothing = { signed_changes: null, sequence: 0, issued_at: null, document: null };
  return { account_id: accountId, list, uri, changes: 0, ...nothing };
}

/** A document that is not valid, by its slot. */
export type EndedSlot = Pick<StatusSlotRow, 'slot' | 'status'>;

/** The slots of a list that are not valid, from one on, in their order. */
export async function listEndedSlots(
  db: Db,
  accountId: string,
  list: number,
  { from, limit }: { readonly from: number; readonly limit: number },
): Promise<EndedSlot[]> {
  return db
    .selectFrom('status_slots')
    .select(['slot', 'status'])
    .where('account_id', '=', accountId)
    .where('list', '=', list)
    .where('slot', '>=', from)
    .where('status', '<>', 0)
    .orderBy('slot')
    .limit(limit)
    .execute();
}

/** Ends one document that does not count any more, as when another replaced it. Doing it again changes nothing. */
export async function endDocument(
  db: Db,
  accountId: string,
  slot: StatusSlot,
  now: EpochSeconds,
): Promise<void> {
  await setSlotStatus(db, accountId, slot, 'revoked', now);
}

/** The state of a document's slot; `undefined` for a slot that nobody took. */
export async function findSlot(
  db: Db,
  accountId: string,
  slot: StatusSlot,
): Promise<StatusSlotRow | undefined> {
  return (await findByPlace(db, accountId, toKey(slot)))[0];
}

/** Asks for each slot of each list, of which there are few. */
const findByPlace = createLookUp<StatusSlotRow>((db, accountId, keys) => {
  const places = keys.map((key) => key.split(':').map(Number));
  const column = (index: number) => [...new Set(places.map((place) => place[index] ?? 0))];
  return db
    .selectFrom('status_slots')
    .selectAll()
    .where('account_id', '=', accountId)
    .where(isAmong(db, 'list', column(0), 'bigint'))
    .where(isAmong(db, 'slot', column(1), 'bigint'))
    .execute();
}, toKey);

function toKey({ list, slot }: StatusSlot): string {
  return `${String(list)}:${String(slot)}`;
}

/** The number of the list that is being filled. */
export async function findLastStatusList(db: Db, accountId: string): Promise<number> {
  const row = await db
    .selectFrom('status_slots')
    .select('list')
    .where('account_id', '=', accountId)
    .orderBy('list', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.list ?? 0;
}

/** False when somebody has the slot. */
export async function takeStatusSlot(
  db: Db,
  accountId: string,
  licenseId: string,
  { list, slot }: StatusSlot,
  now: EpochSeconds,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('status_slots')
    .values({
      account_id: accountId,
      list,
      slot,
      license_id: licenseId,
      status: 0,
      changed_at: now,
    })
    .onConflict((conflict) => conflict.columns(['account_id', 'list', 'slot']).doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Makes slots free that were taken in the same transaction, for documents that are not stored after all. */
export async function freeStatusSlots(
  db: Db,
  accountId: string,
  slots: readonly StatusSlot[],
): Promise<void> {
  for (const { list, slot } of slots) {
    await db
      .deleteFrom('status_slots')
      .where('account_id', '=', accountId)
      .where('list', '=', list)
      .where('slot', '=', slot)
      .execute();
  }
}
