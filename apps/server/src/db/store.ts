import type { Clock } from '@licet/core';
import { Kysely } from 'kysely';
import type { Engine } from './engine.js';
import { migrateOnce } from './migrations/migrate.js';
import type { Db, Tables } from './tables.js';
import { tryAgain } from './try-again.js';

/** Where everything is kept: a file of this machine, or a PostgreSQL that many servers share. */
export type StorePlace = { readonly file: string } | { readonly url: string };

/**
 * How transactions on PostgreSQL see each other; SQLite runs one at a time in any case. `serializable`: as if each were alone, for which one of those that
 * stand in each other's way begins again. `read committed`: for work that is exact by conditional statements and row locks alone, so
 * that a crowd on one row waits in line.
 */
export type Isolation = 'serializable' | 'read committed';

/** The database, as one server process sees it. */
export interface Store {
  readonly db: Db;
  /** The time of every row and every decision. */
  readonly now: Clock;
  /**
   * Commits what `work` wrote when it returns, and nothing of it when it throws. It is serializable unless it is asked to be less, and `work` may be
   * called again from its beginning. Use only the database it is given.
   */
  transact<T>(work: (db: Db) => Promise<T>, isolation?: Isolation): Promise<T>;
  /** The same for what is done once in the life of a database: no other server does so at the same time. */
  transactAlone<T>(work: (db: Db) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Opens a database and brings its tables up to date. */
export async function openStore(place: StorePlace, clock: Clock): Promise<Store> {
  const engine = await openEngine(place);
  await bringUpToDate(engine);
  const db = new Kysely<Tables>({ dialect: engine.dialect });
  return {
    db,
    now: clock,
    transact: (work, isolation = 'serializable') =>
      tryAgain(() => db.transaction().setIsolationLevel(isolation).execute(work)),
    transactAlone: (work) => transactAlone(db, engine, work),
    close: () => db.destroy(),
  };
}

/** Loads the one driver that is needed. */
async function openEngine(place: StorePlace): Promise<Engine> {
  if ('url' in place) return (await import('./postgres.js')).openPostgres(place.url);
  return (await import('./sqlite.js')).openSqlite(place.file);
}

/** One transaction for each migration, so that what a long series has done is not lost with its last. */
async function bringUpToDate(engine: Engine): Promise<void> {
  const db = new Kysely<Tables>({ dialect: engine.migrationDialect });
  try {
    let isBehind = true;
    while (isBehind) isBehind = await transactAlone(db, engine, migrateOnce);
  } finally {
    await db.destroy();
  }
}

/** At the default isolation, so that what is read after the wait is what the one before left. */
function transactAlone<T>(
  db: Kysely<Tables>,
  { excludeOthers }: Engine,
  work: (db: Db) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (transaction) => {
    await excludeOthers(transaction);
    return work(transaction);
  });
}
