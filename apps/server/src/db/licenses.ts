import type { DomainEntry } from '@licet/core';
import { groupBy } from './batching/group-by.js';
import { createLookUp } from './batching/look-up.js';
import { isAmong, selectByKeys } from './batching/select-by-keys.js';
import type { Reach } from './reach.js';
import { toSearchTerms } from './search-text.js';
import type { Db, LicenseDomainRow, LicenseRow } from './tables.js';

/** A license with the domains it is for. */
export interface License extends LicenseRow {
  readonly domains: readonly DomainEntry[];
}

/** False when its key or its serial is taken. */
export async function insertLicense(db: Db, license: License): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('licenses')
    .values(split(license).row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if ((numInsertedOrUpdatedRows ?? 0n) === 0n) return false;
  await insertNames(db, [license]);
  return true;
}

/** Few enough that the values of so many rows fit into one statement of either engine. */
const rowsAtOnce = 100;

/** Inserts licenses whose keys and serials nobody has, as they were just made. Throws when somebody has one all the same. */
export async function insertNewLicenses(db: Db, licenses: readonly License[]): Promise<void> {
  for (let at = 0; at < licenses.length; at += rowsAtOnce) {
    const part = licenses.slice(at, at + rowsAtOnce);
    const rows = part.map((license) => split(license).row);
    await db.insertInto('licenses').values(rows).execute();
    await insertNames(db, part);
  }
}

/** What the table of licenses holds, and what that of their domains does. */
function split({ domains, ...row }: License) {
  return { row, domains };
}

const findRowsById = createLookUp<LicenseRow>(
  selectByKeys((db, accountId, ids) =>
    selectLicenses(db, { accountId, product: undefined }).where(isAmong(db, 'license_id', ids)),
  ),
  (row) => row.license_id,
);

const findRowsByKey = createLookUp<LicenseRow>(
  selectByKeys((db, accountId, hmacs) =>
    selectLicenses(db, { accountId, product: undefined }).where(isAmong(db, 'key_hmac', hmacs)),
  ),
  (row) => row.key_hmac,
);

const findRowsBySerial = createLookUp<LicenseRow>(
  selectByKeys((db, accountId, serials) =>
    selectLicenses(db, { accountId, product: undefined }).where(isAmong(db, 'serial', serials)),
  ),
  (row) => row.serial,
);

export async function findLicenseById(
  db: Db,
  reach: Reach,
  licenseId: string,
): Promise<License | undefined> {
  return addOwnDomains(db, await findLicenseRowById(db, reach, licenseId));
}

/** One statement. */
export async function findLicenseRowById(
  db: Db,
  reach: Reach,
  licenseId: string,
): Promise<LicenseRow | undefined> {
  const [row] = await findRowsById(db, reach.accountId, licenseId);
  return withinReach(row, reach);
}

export async function findLicenseByKey(
  db: Db,
  reach: Reach,
  keyHmac: string,
): Promise<License | undefined> {
  return addOwnDomains(db, await findLicenseRowByKey(db, reach, keyHmac));
}

/** `serial` as `normalizeSerial` spells it. */
export async function findLicenseBySerial(
  db: Db,
  reach: Reach,
  serial: string,
): Promise<License | undefined> {
  return addOwnDomains(db, await findLicenseRowBySerial(db, reach, serial));
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

/** The license that was sold under a serial number, as `normalizeSerial` spells it. */
export async function findLicenseRowBySerial(
  db: Db,
  reach: Reach,
  serial: string,
): Promise<LicenseRow | undefined> {
  const [row] = await findRowsBySerial(db, reach.accountId, serial);
  return withinReach(row, reach);
}

function withinReach(row: LicenseRow | undefined, { product }: Reach): LicenseRow | undefined {
  return product === undefined || row?.product === product ? row : undefined;
}

/** What a writer may change. */
export type LicenseChange = Partial<
  Omit<LicenseRow, 'account_id' | 'license_id' | 'kind' | 'product' | 'version' | 'created_at'>
>;

/** Writes the change unless somebody changed the license, or issued a document of it, since it was read; false in that case. */
export async function updateLicense(
  db: Db,
  { account_id, license_id, version, gen }: LicenseRow,
  change: LicenseChange,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('licenses')
    .set({ ...change, version: version + 1 })
    .where('account_id', '=', account_id)
    .where('license_id', '=', license_id)
    .where('version', '=', version)
    .where('gen', '=', gen)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Stores the domains of a license, and what it is found by, in place of those before. */
export async function replaceNames(db: Db, license: License): Promise<void> {
  for (const table of ['license_domains', 'license_terms'] as const) {
    await db
      .deleteFrom(table)
      .where('account_id', '=', license.account_id)
      .where('license_id', '=', license.license_id)
      .execute();
  }
  await insertNames(db, [license]);
}

/** All licenses within reach. */
export function selectLicenses(db: Db, { accountId, product }: Reach) {
  const query = db.selectFrom('licenses').selectAll().where('account_id', '=', accountId);
  return product === undefined ? query : query.where('product', '=', product);
}

type DomainRow = Pick<LicenseDomainRow, 'license_id' | 'name' | 'scope'>;

const selectDomains = selectByKeys<DomainRow>((db, accountId, licenseIds) =>
  db
    .selectFrom('license_domains')
    .select(['license_id', 'name', 'scope'])
    .where('account_id', '=', accountId)
    .where(isAmong(db, 'license_id', licenseIds)),
);

const findDomains = createLookUp<DomainRow>(selectDomains, (row) => row.license_id);

async function addOwnDomains(db: Db, row: LicenseRow | undefined): Promise<License | undefined> {
  if (row === undefined) return undefined;
  const domains = await findDomains(db, row.account_id, row.license_id);
  return { ...row, domains: toEntries(domains) };
}

/** Completes rows of one account, in their order, by one statement. */
export async function addDomains(db: Db, rows: readonly LicenseRow[]): Promise<License[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const ids = rows.map((row) => row.license_id);
  const found = groupBy(
    await selectDomains(db, first.account_id, ids),
    (entry) => entry.license_id,
  );
  return rows.map((row) => ({
    ...row,
    domains: toEntries(found.get(row.license_id) ?? []),
  }));
}

function toEntries(rows: readonly DomainRow[]): DomainEntry[] {
  return rows.map(({ name, scope }) => ({ name, scope })).sort(compareDomains);
}

/** By name and then by scope. */
export function compareDomains(a: DomainEntry, b: DomainEntry): number {
  const [first, second] = [`${a.name} ${a.scope}`, `${b.name} ${b.scope}`];
  return first < second ? -1 : Number(first > second);
}

async function insertNames(db: Db, licenses: readonly License[]): Promise<void> {
  const domains = licenses.flatMap(({ account_id, license_id, domains: entries }) =>
    entries.map(({ name, scope }) => ({ account_id, license_id, name, scope })),
  );
  if (domains.length > 0) await db.insertInto('license_domains').values(domains).execute();
  const terms = licenses.flatMap((license) => {
    const { account_id, license_id } = license;
    return toSearchTerms(license).map((term) => ({ account_id, license_id, term }));
  });
  if (terms.length > 0) await db.insertInto('license_terms').values(terms).execute();
}
