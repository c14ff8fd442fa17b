import type { Compilable, CompiledQuery, QueryResult } from 'kysely';
import { isSqlite } from '../is-sqlite.js';
import type { Db } from '../tables.js';

/** Executes a statement with these values in place of the marks that stood for them while its text was made. */
type Statement<Row> = (db: Db, values: ReadonlyMap<unknown, unknown>) => Promise<QueryResult<Row>>;

/** Makes the text of a statement once for each engine, as that takes longer than most of its executions. */
export function createStatement<Row>(build: (db: Db) => Compilable<Row>): Statement<Row> {
  const templates = new Map<boolean, CompiledQuery<Row>>();
  return (db, values) => {
    const inSqlite = isSqlite(db);
    const template = templates.get(inSqlite) ?? build(db).compile();
    templates.set(inSqlite, template);
    const parameters = template.parameters.map((parameter) =>
      values.has(parameter) ? values.get(parameter) : parameter,
    );
    return db.executeQuery({ ...template, parameters });
  };
}
