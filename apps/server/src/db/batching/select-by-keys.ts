import { sql, type Compilable, type Expression, type SqlBool } from 'kysely';
import { isSqlite } from '../is-sqlite.js';
import type { Db } from '../tables.js';
import type { ManyLookUp } from './look-up.js';
import { createStatement } from './statement.js';

/** A statement that finds the rows of many keys of an account: the same text for any of them, whatever it asks for besides. */
type Selection<Row> = (db: Db, accountId: string, keys: readonly string[]) => Compilable<Row>;

/** Stand for the parameters while the text is made. Both have a NUL, which no value has. */
const marks = { accountId: '\0account', keys: ['\0key'] } as const;

/** The text of the statement is made once. */
export function selectByKeys<Row>(select: Selection<Row>): ManyLookUp<Row> {
  const execute = createStatement<Row>((db) => select(db, marks.accountId, marks.keys));
  return async (db, accountId, keys) => {
    const parameterOf = (values: readonly string[]) => toParameter(isSqlite(db), values);
    const values = new Map<unknown, unknown>([
      [marks.accountId, accountId],
      [parameterOf(marks.keys), parameterOf(keys)],
    ]);
    return (await execute(db, values)).rows;
  };
}

/** Whether a column has one of some values. However many they are, the text of the statement is the same. */
export function isAmong(
  db: Db,
  column: string,
  values: readonly string[] | readonly number[],
  type: 'text' | 'bigint' = 'text',
): Expression<SqlBool> {
  const inSqlite = isSqlite(db);
  const parameter = toParameter(inSqlite, values);
  return inSqlite
    ? sql<SqlBool>`${sql.ref(column)} in (select value from json_each(${parameter}))`
    : sql<SqlBool>`${sql.ref(column)} = any(${parameter}::${sql.raw(type)}[])`;
}

function toParameter(inSqlite: boolean, values: readonly string[] | readonly number[]) {
  return inSqlite ? JSON.stringify(values) : values;
}
