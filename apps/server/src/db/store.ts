import type { Clock } from '@licet/core';
import { Kysely } from 'kysely';
import { shareLookUps } from './batching/look-up.js';
import { isDatabaseUnavailable } from './database-faults.js';
import type { Engine, TransactOptions } from './engine.js';
import { migrateOnce } from './migrations/migrate.js';
import { tryWhenFree } from './try-again.js';
import { instruments } from '../telemetry/instruments.js';
import { inSpan } from '../telemetry/tracing.js';
import type { Db, Tables } from './tables.js';

/** Where everything is kept: a file of this machine, or a PostgreSQL that many servers share. */
export type StorePlace = { readonly file: string } | { readonly url: string };

/** The database, as one server process sees it. */
export interface Store {
  readonly db: Db;
  /** The time of every row and every decision. */
  readonly now: Clock;
  /**
   * Commits what `work` wrote when it returns, and nothing of it when it throws. It is serializable unless it is asked to be less, and `work` may be
   * called again from its beginning. Use only the database it is given: it is the same one for all that is committed together.
   */
  transact<T>(work: (db: Db) => Promise<T>, options?: TransactOptions): Promise<T>;
  /** The same for what is done once in the life of a database: no other server does so at the same time. */
  transactAlone<T>(
    work: (db: Db) => Promise<T>,
    options?: Pick<TransactOptions, 'beforeCommit'>,
  ): Promise<T>;
  /** Runs one statement that writes, outside any transaction of its caller's. */
  write<T>(statement: (db: Db) => Promise<T>): Promise<T>;
  /** False from a write that the database could not do until one that it did. */
  readonly isWritable: () => boolean;
  /** Absent where there are no connections. */
  readonly connections: Engine['connections'];
  close(): Promise<void>;
}

/** Opens a database and brings its tables up to date. */
export async function openStore(place: StorePlace, clock: Clock): Promise<Store> {
  const engine = await openEngine(place);
  await bringUpToDate(engine);
  const db = new Kysely<Tables>({ dialect: engine.dialect });
  shareLookUps(db);
  const { transact, write } = engine.createWriting(db);
  const { measure, isWritable } = watchWrites();
  return {
    db,
    now: clock,
    transact: (work, options = {}) => measure('transact', () => transact(work, options)),
    transactAlone: (work, options = {}) =>
      measure('transact alone', () => transactAlone(db, engine, work, options)),
    write: (statement) => measure('write', () => write(statement)),
    isWritable,
    connections: engine.connections,
    close: () => db.destroy(),
  };
}

interface WriteWatch {
  readonly isWritable: () => boolean;
  readonly measure: <T>(kind: string, write: () => Promise<T>) => Promise<T>;
}

/** Measures writes from the wish to the commit, and remembers whether the last one that the database had a say in was done. */
function watchWrites(): WriteWatch {
  let isWritable = true;
  const attempt = async <T>(write: () => Promise<T>): Promise<T> => {
    try {
      const result = await write();
      isWritable = true;
      return result;
    } catch (error) {
      if (isDatabaseUnavailable(error)) isWritable = false;
      throw error;
    }
  };
  const measure = async <T>(kind: string, write: () => Promise<T>): Promise<T> => {
    const begin = performance.now();
    try {
      return await inSpan(`database ${kind}`, {}, () => attempt(write));
    } finally {
      instruments.transactions.observe((performance.now() - begin) / 1000, { kind });
    }
  };
  return { isWritable: () => isWritable, measure };
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
    while (isBehind) {
      isBehind = await tryWhenFree(() => transactAlone(db, engine, migrateOnce, {}));
    }
  } finally {
    await db.destroy();
  }
}

/** At the default isolation, so that what is read after the wait is what the one before left. */
function transactAlone<T>(
  db: Kysely<Tables>,
  { excludeOthers }: Engine,
  work: (db: Db) => Promise<T>,
  { beforeCommit }: Pick<TransactOptions, 'beforeCommit'>,
): Promise<T> {
  return db.transaction().execute(async (transaction) => {
    await excludeOthers(transaction);
    const result = await work(transaction);
    await beforeCommit?.(transaction);
    return result;
  });
}
