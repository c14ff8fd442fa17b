import { createLookUp, isAmong } from './batching/look-up.js';
import type { Db, DocumentRow } from './tables.js';

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
  (db, accountId, licenseIds) =>
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
      )
      .execute(),
  (row) => row.license_id,
);
