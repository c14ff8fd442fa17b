import type { DomainEntry } from '@licet/core';
import type { CreationPosition, PageRequest } from './page.js';
import type { Reach } from './reach.js';
import type { Db, LicenseRow } from './tables.js';

/** A license with the domains it is for. */
export interface License extends LicenseRow {
  readonly domains: readonly DomainEntry[];
}

/** Which licenses a list holds. */
export interface LicenseFilter {
  readonly product?: string | undefined;
  /** The canonical name of an entry, whatever its scope. */
  readonly domain?: string | undefined;
}

export async function insertLicense(db: Db, { domains, ...row }: License): Promise<void> {
  await db.insertInto('licenses').values(row).execute();
  const { account_id, license_id } = row;
  await db
    .insertInto('license_domains')
    .values(domains.map(({ name, scope }) => ({ account_id, license_id, name, scope })))
    .execute();
}

export async function findLicenseById(
  db: Db,
  reach: Reach,
  licenseId: string,
): Promise<License | undefined> {
  const row = await selectLicenses(db, reach)
    .where('license_id', '=', licenseId)
    .executeTakeFirst();
  return row && (await addDomains(db, [row]))[0];
}

export async function findLicenseByKey(
  db: Db,
  reach: Reach,
  keyHmac: string,
): Promise<License | undefined> {
  const row = await findLicenseRowByKey(db, reach, keyHmac);
  return row && (await addDomains(db, [row]))[0];
}

/** One statement, which takes as long for a key that nobody has. */
export async function findLicenseRowByKey(
  db: Db,
  reach: Reach,
  keyHmac: string,
): Promise<LicenseRow | undefined> {
  return selectLicenses(db, reach).where('key_hmac', '=', keyHmac).executeTakeFirst();
}

/** In the order of creation. */
export async function listLicenses(
  db: Db,
  reach: Reach,
  filter: LicenseFilter,
  { limit, after }: PageRequest<CreationPosition>,
): Promise<License[]> {
  let query = selectLicenses(db, reach).orderBy('created_at').orderBy('license_id').limit(limit);
  const { product, domain } = filter;
  if (product !== undefined) query = query.where('product', '=', product);
  if (domain !== undefined) {
    const named = db
      .selectFrom('license_domains')
      .select('license_id')
      .where('account_id', '=', reach.accountId)
      .where('name', '=', domain);
    query = query.where('license_id', 'in', named);
  }
  if (after !== undefined) {
    const [createdAt, id] = after;
    query = query.where((eb) =>
      eb.or([
        eb('created_at', '>', createdAt),
        eb.and([eb('created_at', '=', createdAt), eb('license_id', '>', id)]),
      ]),
    );
  }
  return addDomains(db, await query.execute());
}

/** What a writer may change. */
export type LicenseChange = Partial<
  Pick<LicenseRow, 'state' | 'state_changed_at' | 'valid_to' | 'gen'>
>;

/** Writes the change unless somebody changed the license since it was read; false in that case. */
export async function updateLicense(
  db: Db,
  { account_id, license_id, version }: LicenseRow,
  change: LicenseChange,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('licenses')
    .set({ ...change, version: version + 1 })
    .where('account_id', '=', account_id)
    .where('license_id', '=', license_id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

function selectLicenses(db: Db, { accountId, product }: Reach) {
  const query = db.selectFrom('licenses').selectAll().where('account_id', '=', accountId);
  return product === undefined ? query : query.where('product', '=', product);
}

async function addDomains(db: Db, rows: readonly LicenseRow[]): Promise<License[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const ids = rows.map((row) => row.license_id);
  const entries = await db
    .selectFrom('license_domains')
    .select(['license_id', 'name', 'scope'])
    .where('account_id', '=', first.account_id)
    .where('license_id', 'in', ids)
    .orderBy('name')
    .execute();
  return rows.map((row) => ({
    ...row,
    domains: entries
      .filter((entry) => entry.license_id === row.license_id)
      .map(({ name, scope }) => ({ name, scope })),
  }));
}
