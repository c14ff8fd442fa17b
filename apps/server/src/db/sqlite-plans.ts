import { sql } from 'kysely';
import { isSqlite } from './is-sqlite.js';
import type { Db } from './tables.js';

/** As if so much was stored: plans are to be those of a large database from the first row on. */
const assumedRows = 1_000_000;

/** Columns with few different values, and how many are assumed. */
const fewValues: Readonly<Record<string, number>> = {
  account_id: 1,
  product: 20,
  kind: 4,
  state: 3,
  status: 3,
  use: 3,
  list: 5,
};

/**
 * Tells SQLite how selective its indexes are. Left alone it takes any first column of an index for a good one, and ours all begin with
 * the account: it would read all licenses to find one domain. PostgreSQL counts for itself.
 */
export async function fixSqlitePlans(db: Db): Promise<void> {
  if (!isSqlite(db)) return;
  await sql`analyze sqlite_schema`.execute(db);
  await sql`delete from sqlite_stat1`.execute(db);
  const { rows } = await sql<{ table: string; index: string; isUnique: number; columns: string }>`
    select m.tbl_name as "table", l.name as "index", l."unique" as "isUnique",
      (select group_concat(coalesce(name, '')) from (select name from pragma_index_info(l.name) order by seqno)) as columns
    from sqlite_schema m, pragma_index_list(m.tbl_name) l
    where m.type = 'table'
  `.execute(db);
  for (const { table, index, isUnique, columns } of rows) {
    // An expression has no name, and counts as a column of many values.
    const stat = describeIndex(columns.split(','), isUnique === 1);
    await sql`insert into sqlite_stat1 (tbl, idx, stat) values (${table}, ${index}, ${stat})`.execute(
      db,
    );
  }
  await sql`analyze sqlite_schema`.execute(db);
}

/** The number of rows, and for each more column how many rows agree in all the columns so far. */
function describeIndex(columns: readonly string[], isUnique: boolean): string {
  let equal = assumedRows;
  const counts = columns.map((column, index) => {
    const isLast = index === columns.length - 1;
    const few = fewValues[column];
    equal = few === undefined ? Math.min(10, equal) : Math.ceil(equal / few);
    return isUnique && isLast ? 1 : equal;
  });
  return [assumedRows, ...counts].map(String).join(' ');
}
