import type { ServerPlace } from '../places.js';
import type { BulkTables } from './tables.js';

const batch = 10_000;

/** Inserts the licenses of so many domain keys, from `first` on, and resolves with their ids. */
export async function insertKeyed(
  tables: BulkTables,
  { first = 0, count }: { readonly first?: number; readonly count: number },
  keyHmacOf: (index: number) => string,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let from = first; from < first + count; from += batch) {
    const length = Math.min(batch, first + count - from);
    const drafts = Array.from({ length }, (_, index) => ({ keyHmac: keyHmacOf(from + index) }));
    const inserted = await tables.insertLicenses(drafts);
    // The ids of ten million are not needed.
    if (ids.length < 100_000) ids.push(...inserted);
  }
  return ids;
}

/** The domain key of a stocked license. */
export function domainKeyOf(index: number): string {
  return `STOCK-${String(index).padStart(8, '0')}`;
}

export function randomBelow(count: number): number {
  return Math.floor(Math.random() * count);
}

/** Stocks licenses with so many seats each. */
export async function stockCounted(
  { openTables }: ServerPlace,
  count: number,
  seats: number,
): Promise<{ readonly ids: readonly string[]; readonly accountId: string }> {
  const tables = await openTables();
  try {
    const ids = await tables.insertLicenses(Array.from({ length: count }, () => ({ seats })));
    return { ids, accountId: tables.accountId };
  } finally {
    await tables.close();
  }
}
