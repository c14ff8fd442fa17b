/** The tables of a server, filled in bulk. */
export interface BulkTables {
  readonly accountId: string;
  /** Resolves with the ids of the licenses. Each has a domain, and is found by it. */
  insertLicenses(drafts: readonly LicenseDraft[]): Promise<readonly string[]>;
  /** Takes the indexes of licenses away while `load` inserts, and makes them of all rows at once. What they and foreign keys demand is checked by that. */
  withoutIndexes(load: () => Promise<void>): Promise<void>;
  /** Copies the one document that there is for so many licenses. */
  copyDocument(licenseIds: readonly string[]): Promise<void>;
  /** Bytes that all tables and their indexes take. */
  size(): Promise<number>;
  /** Reads all once, so that the system has in memory what fits. */
  readAll(): Promise<void>;
  /** All is on the disk by then. */
  close(): Promise<void>;
}

/** What is inserted for a license, parents first. */
export const licenseTables = ['licenses', 'license_domains', 'license_terms'] as const;

/** Each license has a domain of its own, as most do: equal ones would take less in an index. */
export function domainOf(licenseId: string): string {
  return `shop-${licenseId.slice(4, 12)}.example.com`;
}

export const documentColumns =
  'account_id, license_id, gen, jti, kid, list, slot, issued_at, bytes' as const;

/** A license that is found by a domain key, or one with seats that is found by its id. */
export interface LicenseDraft {
  readonly keyHmac?: string;
  readonly seats?: number;
}
