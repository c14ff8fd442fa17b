import type { PageRequest } from './page.js';
import type { Db, HolderRow } from './tables.js';

/** Stores who registered a token license, in place of what was known before. False when that was the same. */
export async function putHolder(db: Db, row: HolderRow): Promise<boolean> {
  const { name, email, updated_at } = row;
  const stored = await db
    .insertInto('holders')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'license_id', 'identifier'])
        .doUpdateSet({ name, email, updated_at })
        .where((eb) =>
          eb.or([
            eb('holders.name', 'is distinct from', name),
            eb('holders.email', 'is distinct from', email),
          ]),
        ),
    )
    .returning('identifier')
    .execute();
  return stored.length > 0;
}

/** In the order of their identifiers. */
export async function listHolders(
  db: Db,
  accountId: string,
  licenseId: string,
  { limit, after }: PageRequest<readonly [identifier: string]>,
): Promise<HolderRow[]> {
  const query = db
    .selectFrom('holders')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('license_id', '=', licenseId)
    .orderBy('identifier')
    .limit(limit);
  return (after === undefined ? query : query.where('identifier', '>', after[0])).execute();
}

/** Forgets a holder for good; false when there was none. */
export async function deleteHolder(
  db: Db,
  { account_id, license_id, identifier }: Omit<HolderRow, 'name' | 'email' | 'updated_at'>,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('holders')
    .where('account_id', '=', account_id)
    .where('license_id', '=', license_id)
    .where('identifier', '=', identifier)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
