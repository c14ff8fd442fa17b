import { sql, type Kysely } from 'kysely';
import type { Db } from '../db/tables.js';
import { copiedTables, type TableName } from './copied-tables.js';

/** A row as both engines give it. */
export type Row = Readonly<Record<string, string | number | null>>;

/** Few enough that their values fit into one statement, and many enough that a round trip does not count. */
const rowsAtOnce = 1000;

/** One look at all tables: what is copied does not depend on what it means. */
type AnyDb = Kysely<Record<string, Record<string, string | number | null>>>;
const toAny = (db: Db) => db as unknown as AnyDb;

/** The rows of a table behind one, in the order of its primary key, in which both engines agree. */
export async function readRows(
  db: Db,
  table: TableName,
  after: Row | undefined,
): Promise<readonly Row[]> {
  const key = copiedTables[table];
  let query = toAny(db).selectFrom(table).selectAll().limit(rowsAtOnce);
  for (const column of key) query = query.orderBy(column);
  if (after !== undefined) {
    const columns = sql.join(key.map((column) => sql.ref(column)));
    const values = sql.join(key.map((column) => after[column]));
    query = query.where(sql<boolean>`(${columns}) > (${values})`);
  }
  return query.execute();
}

/** The last row of a table; `undefined` when it is empty. */
export async function findLastRow(db: Db, table: TableName): Promise<Row | undefined> {
  let query = toAny(db).selectFrom(table).selectAll().limit(1);
  for (const column of copiedTables[table]) query = query.orderBy(column, 'desc');
  return query.executeTakeFirst();
}

export async function countRows(db: Db, table: TableName): Promise<number> {
  const { count } = await toAny(db)
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** Another process may have done the same meanwhile: what is there already stays. */
export async function insertRows(db: Db, table: TableName, rows: readonly Row[]): Promise<void> {
  await toAny(db)
    .insertInto(table)
    .values([...rows])
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function deleteAllRows(db: Db, table: TableName): Promise<void> {
  await toAny(db).deleteFrom(table).execute();
}
