import {
  sql,
  SqliteAdapter,
  type Compilable,
  type CompiledQuery,
  type Expression,
  type SqlBool,
} from 'kysely';
import type { Db } from '../tables.js';
import type { ManyLookUp } from './look-up.js';

/** A statement that finds the rows of many keys of an account: the same text for any of them, whatever it asks for besides. */
type Selection<Row> = (db: Db, accountId: string, keys: readonly string[]) => Compilable<Row>;

/** Stand for the parameters while the text is made. Both have a NUL, which no value has. */
const marks = { accountId: '\0account', keys: ['\0key'] } as const;

/** Makes the text of a statement once for each engine, as that takes longer than most of its executions. */
export function selectByKeys<Row>(select: Selection<Row>): ManyLookUp<Row> {
  const templates = new Map<boolean, CompiledQuery<Row>>();
  return async (db, accountId, keys) => {
    const isSqlite = isOnSqlite(db);
    const template = templates.get(isSqlite) ?? select(db, marks.accountId, marks.keys).compile();
    templates.set(isSqlite, template);
    const markedKeys = toParameter(isSqlite, marks.keys);
    const parameters = template.parameters.map((parameter) => {
      if (parameter === markedKeys) return toParameter(isSqlite, keys);
      return parameter === marks.accountId ? accountId : parameter;
    });
    const query: CompiledQuery<Row> = { ...template, parameters };
    return (await db.executeQuery(query)).rows;
  };
}

/** Whether a column has one of some values. However many they are, the text of the statement is the same. */
export function isAmong(db: Db, column: string, values: readonly string[]): Expression<SqlBool> {
  const isSqlite = isOnSqlite(db);
  const parameter = toParameter(isSqlite, values);
  return isSqlite
    ? sql<SqlBool>`${sql.ref(column)} in (select value from json_each(${parameter}))`
    : sql<SqlBool>`${sql.ref(column)} = any(${parameter}::text[])`;
}

/** The same for a column of whole numbers. */
export function isAmongNumbers(
  db: Db,
  column: string,
  values: readonly number[],
): Expression<SqlBool> {
  return isOnSqlite(db)
    ? sql<SqlBool>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(values)}))`
    : sql<SqlBool>`${sql.ref(column)} = any(${values}::bigint[])`;
}

function toParameter(isSqlite: boolean, values: readonly string[]) {
  return isSqlite ? JSON.stringify(values) : values;
}

function isOnSqlite(db: Db): boolean {
  return db.getExecutor().adapter instanceof SqliteAdapter;
}
