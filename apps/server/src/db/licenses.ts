import type { DomainEntry } from '@licet/core';
import { groupBy } from './batching/group-by.js';
import { createLookUp, isAmong } from './batching/look-up.js';
import type { CreationPosition, PageRequest } from './page.js';
import type { Reach } from './reach.js';
import type { Db, LicenseDomainRow, LicenseRow } from './tables.js';

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

const findRowsById = createLookUp<LicenseRow>(
  (db, accountId, ids) =>
    selectLicenses(db, { accountId, product: undefined })
      .where(isAmong(db, 'license_id', ids))
      .execute(),
  (row) => row.license_id,
);

const findRowsByKey = createLookUp<LicenseRow>(
  (db, accountId, hmacs) =>
    selectLicenses(db, { accountId, product: undefined })
      .where(isAmong(db, 'key_hmac', hmacs))
      .execute(),
  (row) => row.key_hmac,
);

export async function findLicenseById(
  db: Db,
  reach: Reach,
  licenseId: string,
): Promise<License | undefined> {
  const [row] = await findRowsById(db, reach.accountId, licenseId);
  return addOwnDomains(db, withinReach(row, reach));
}

export async function findLicenseByKey(
  db: Db,
  reach: Reach,
  keyHmac: string,
): Promise<License | undefined> {
  return addOwnDomains(db, await findLicenseRowByKey(db, reach, keyHmac));
}

/** One statement, which takes as long for a key that nobody has. */
export async function findLicenseRowByKey(
  db: Db,
  reach: Reach,
  keyHmac: string,
): Promise<LicenseRow | undefined> {
  const [row] = await findRowsByKey(db, reach.accountId, keyHmac);
  return withinReach(row, reach);
}

function withinReach(row: LicenseRow | undefined, { product }: Reach): LicenseRow | undefined {
  return product === undefined || row?.product === product ? row : undefined;
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

type DomainRow = Pick<LicenseDomainRow, 'license_id' | 'name' | 'scope'>;

function selectDomains(db: Db, accountId: string, licenseIds: readonly string[]) {
  return db
    .selectFrom('license_domains')
    .select(['license_id', 'name', 'scope'])
    .where('account_id', '=', accountId)
    .where(isAmong(db, 'license_id', licenseIds))
    .orderBy('name')
    .execute();
}

const findDomains = createLookUp<DomainRow>(selectDomains, (row) => row.license_id);

async function addOwnDomains(db: Db, row: LicenseRow | undefined): Promise<License | undefined> {
  if (row === undefined) return undefined;
  const domains = await findDomains(db, row.account_id, row.license_id);
  return { ...row, domains: domains.map(toEntry) };
}

/** Of many licenses by one statement, also in a transaction. */
async function addDomains(db: Db, rows: readonly LicenseRow[]): Promise<License[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const ids = rows.map((row) => row.license_id);
  const found = groupBy(
    await selectDomains(db, first.account_id, ids),
    (entry) => entry.license_id,
  );
  return rows.map((row) => ({
    ...row,
    domains: (found.get(row.license_id) ?? []).map(toEntry),
  }));
}

function toEntry({ name, scope }: DomainRow): DomainEntry {
  return { name, scope };
}
