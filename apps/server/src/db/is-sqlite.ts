import { SqliteAdapter, type Kysely } from 'kysely';

/** Which of the two engines it is, for the few statements that only one of them takes. */
export function isSqlite<T>(db: Kysely<T>): boolean {
  return db.getExecutor().adapter instanceof SqliteAdapter;
}
