import type { Clock } from '@licet/core';
import { Kysely } from 'kysely';
import { migrateToLatest } from './migrations/migrate.js';
import { openSqlite } from './sqlite.js';
import type { Db, Tables } from './tables.js';

/** The database of one server process. */
export interface Store {
  readonly db: Db;
  /** The time of every row and every decision. */
  readonly now: Clock;
  /** Commits what `work` wrote when it returns, and nothing of it when it throws. Use only the database it is given. */
  transact<T>(work: (db: Db) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Opens a database file and brings its tables up to date. */
export async function openStore(file: string, clock: Clock): Promise<Store> {
  const { dialect, close } = openSqlite(file);
  const db = new Kysely<Tables>({ dialect });
  try {
    await db.transaction().execute(migrateToLatest);
  } catch (error) {
    close();
    throw error;
  }
  return {
    db,
    now: clock,
    transact: (work) => db.transaction().execute(work),
    close: () => db.destroy(),
  };
}
