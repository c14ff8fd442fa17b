import type { EpochSeconds } from '@licet/core';
import { createLookUp } from './batching/look-up.js';
import { isAmong, selectByKeys } from './batching/select-by-keys.js';
import type { Db, DocumentRow } from './tables.js';

/** A place in a status list. */
export interface StatusSlot {
  readonly list: number;
  readonly slot: number;
}

export async function insertDocument(db: Db, row: DocumentRow): Promise<void> {
  await db.insertInto('documents').values(row).execute();
}

/** The document that counts: the one with the highest generation. */
export async function findNewestDocument(
  db: Db,
  accountId: string,
  licenseId: string,
): Promise<DocumentRow | undefined> {
  return (await findNewest(db, accountId, licenseId))[0];
}

const findNewest = createLookUp<DocumentRow>(
  selectByKeys((db, accountId, licenseIds) =>
    db
      .selectFrom('documents')
      .selectAll()
      .where('account_id', '=', accountId)
      .where(isAmong(db, 'license_id', licenseIds))
      .where('gen', '=', (eb) =>
        eb
          .selectFrom('documents as later')
          .select((max) => max.fn.max('later.gen').as('gen'))
          .whereRef('later.account_id', '=', 'documents.account_id')
          .whereRef('later.license_id', '=', 'documents.license_id'),
      ),
  ),
  (row) => row.license_id,
);

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
