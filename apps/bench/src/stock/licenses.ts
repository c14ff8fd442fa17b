import type { ServerPlace } from '../places.js';
import type { BulkTables } from './tables.js';

const batch = 10_000;
/** With more rows than this, every index at once takes far less time than an entry at a time. */
const mostWithIndexes = 1_000_000;

/** Whether so many licenses are inserted before their indexes are made. These are packed denser than those that grew. */
export function isLoaded(count: number): boolean {
  return count > mostWithIndexes;
}

/** Inserts the licenses of so many domain keys, and resolves with the ids of the first hundred thousand. */
export async function insertKeyed(
  tables: BulkTables,
  count: number,
  keyHmacOf: (index: number) => string,
): Promise<readonly string[]> {
  const ids: string[] = [];
  const insert = async (): Promise<void> => {
    for (let from = 0; from < count; from += batch) {
      const length = Math.min(batch, count - from);
      const drafts = Array.from({ length }, (_, index) => ({ keyHmac: keyHmacOf(from + index) }));
      const inserted = await tables.insertLicenses(drafts);
      if (ids.length < 100_000) ids.push(...inserted);
    }
  };
  await (isLoaded(count) ? tables.withoutIndexes(insert) : insert());
  return ids;
}

/** The domain key of a stocked license. */
export function domainKeyOf(index: number): string {
  return `STOCK-${String(index).padStart(8, '0')}`;
}

export function randomBelow(count: number): number {
  return Math.floor(Math.random() * count);
}

/** Runs work on the tables of a place while no server writes there. */
export async function withTables<T>(
  { openTables }: ServerPlace,
  work: (tables: BulkTables) => Promise<T>,
): Promise<T> {
  const tables = await openTables();
  try {
    return await work(tables);
  } finally {
    await tables.close();
  }
}

/** Stocks the licenses of so many domain keys. */
export async function stockKeyed(place: ServerPlace, count: number): Promise<void> {
  await withTables(place, (tables) =>
    insertKeyed(tables, count, (index) => place.keyHmac(domainKeyOf(index))),
  );
}

/** Stocks licenses with so many seats each. */
export function stockCounted(
  place: ServerPlace,
  count: number,
  seats: number,
): Promise<{ readonly ids: readonly string[]; readonly accountId: string }> {
  return withTables(place, async (tables) => {
    const ids = await tables.insertLicenses(Array.from({ length: count }, () => ({ seats })));
    return { ids, accountId: tables.accountId };
  });
}
