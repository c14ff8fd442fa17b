import { createLookUp } from './batching/look-up.js';
import { isAmong, selectByKeys } from './batching/select-by-keys.js';
import type { Db, DocumentRow, SigningKeyRow } from './tables.js';

/** A document, and whether what signed it still counts; null for a key that nobody knows. */
export interface FoundDocument extends DocumentRow {
  readonly key_status: SigningKeyRow['status'] | null;
}

export async function insertDocument(db: Db, row: DocumentRow): Promise<void> {
  await db.insertInto('documents').values(row).execute();
}

/** The document that counts: the one with the highest generation. */
export async function findNewestDocument(
  db: Db,
  accountId: string,
  licenseId: string,
): Promise<FoundDocument | undefined> {
  return (await findNewest(db, accountId, licenseId))[0];
}

const findNewest = createLookUp<FoundDocument>(
  selectByKeys((db, accountId, licenseIds) =>
    selectNewest(db, accountId, licenseIds).selectAll('documents'),
  ),
  (row) => row.license_id,
);

/** Which of some licenses have a stolen key's document for their newest. */
export async function findBurntLicenses(
  db: Db,
  accountId: string,
  licenseIds: readonly string[],
): Promise<string[]> {
  const rows = await selectNewest(db, accountId, licenseIds)
    .select('documents.license_id')
    .where('signing_keys.status', '=', 'burnt')
    .execute();
  return rows.map(({ license_id }) => license_id);
}

function selectNewest(db: Db, accountId: string, licenseIds: readonly string[]) {
  return db
    .selectFrom('documents')
    .leftJoin('signing_keys', (join) =>
      join
        .onRef('signing_keys.account_id', '=', 'documents.account_id')
        .onRef('signing_keys.kid', '=', 'documents.kid'),
    )
    .select('signing_keys.status as key_status')
    .where('documents.account_id', '=', accountId)
    .where(isAmong(db, 'documents.license_id', licenseIds))
    .where('gen', '=', (eb) =>
      eb
        .selectFrom('documents as later')
        .select((max) => max.fn.max('later.gen').as('gen'))
        .whereRef('later.account_id', '=', 'documents.account_id')
        .whereRef('later.license_id', '=', 'documents.license_id'),
    );
}
