import { setTimeout as sleep } from 'node:timers/promises';
import SqliteDatabase from 'better-sqlite3';
import {
  CompiledQuery,
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type SqliteDatabase as KyselyDatabase,
  type SqliteDialectConfig,
} from 'kysely';
import { isBusy } from './database-faults.js';
import { createGroupCommit } from './batching/group-commit.js';
import type { Engine } from './engine.js';
import type { Tables } from './tables.js';

/** Older ones can corrupt a database in WAL mode when it is reset. */
const oldestSafeVersion = [3, 51, 3] as const;
/** Bytes. */
const largestLog = 64 * 1024 * 1024;
const busyTimeoutMilliseconds = 5000;
const busyPauseMilliseconds = 20;

/**
 * What this engine does its own way, as `postgres.ts` does for the other one. Opens the file when the
 * first query comes, durable to power loss, for this and other processes at once. Throws then for an SQLite that is too old.
 */
export function openSqlite(file: string): Engine {
  const { dialect, isInTransaction } = createDialect(file);
  return {
    dialect,
    migrationDialect: createDialect(file).dialect,
    // A transaction has the only write lock from its beginning.
    excludeOthers: () => Promise.resolve(),
    createWriting: (db) => {
      const transact = createGroupCommit(db, isInTransaction);
      return { transact, write: (statement) => transact(statement, {}) };
    },
  };
}

/**
 * Opens a file that is there, for this process alone: no other has it open, and none gets it until this one closes it. Throws an
 * error of code `SQLITE_BUSY` when another has it.
 */
export function openSqliteAlone(file: string): Kysely<Tables> {
  const database = new SqliteDatabase(file, { timeout: 0, fileMustExist: true });
  try {
    checkVersion(String(database.prepare('select sqlite_version()').pluck().get()));
    database.pragma('locking_mode = EXCLUSIVE');
    database.exec('begin exclusive; commit');
  } catch (error) {
    database.close();
    throw error;
  }
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
}

function createDialect(file: string) {
  let database: SqliteDatabase.Database | undefined;
  const open = async () => cacheStatements((database = await openDatabase(file)));
  const isInTransaction = () => database?.inTransaction === true;
  return { dialect: new ImmediateDialect({ database: open }, isInTransaction), isInTransaction };
}

async function openDatabase(file: string): Promise<SqliteDatabase.Database> {
  const database = new SqliteDatabase(file, { timeout: busyTimeoutMilliseconds });
  checkVersion(String(database.prepare('select sqlite_version()').pluck().get()));
  await useWriteAheadLog(database);
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  // A long reader makes the log grow, which would stay as large until the server stops.
  database.pragma(`journal_size_limit = ${String(largestLog)}`);
  return database;
}

/** SQLite does not wait for others when the mode of a file changes, which happens when several servers first start on one at once. */
async function useWriteAheadLog(database: SqliteDatabase.Database): Promise<void> {
  for (let left = busyTimeoutMilliseconds; ; left -= busyPauseMilliseconds) {
    try {
      database.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if (left <= 0 || !isBusy(error)) throw error;
    }
    await sleep(busyPauseMilliseconds);
  }
}

function checkVersion(version: string): void {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const [safeMajor, safeMinor, safePatch] = oldestSafeVersion;
  const difference = major - safeMajor || minor - safeMinor || patch - safePatch;
  if (difference < 0) {
    throw new Error(
      `SQLite ${version} is too old: ${oldestSafeVersion.join('.')} or newer is needed.`,
    );
  }
}

/** More than there are different statements but for those with lists of values, which come in many lengths. */
const mostStatements = 256;

/** Compiles each text once: for a look-up by key that takes longer than the look-up. */
function cacheStatements(database: SqliteDatabase.Database): KyselyDatabase {
  const statements = new Map<string, SqliteDatabase.Statement>();
  return {
    close: () => void database.close(),
    prepare: (sql) => {
      const statement = statements.get(sql) ?? database.prepare(sql);
      const [oldest] = statements.keys();
      if (statements.size >= mostStatements && oldest !== undefined) statements.delete(oldest);
      statements.set(sql, statement);
      return statement;
    },
  };
}

/**
 * A transaction takes the write lock when it begins, or else two that read first and write later would refuse each other. With that, a
 * migration inside one is safe from a second process, which SQLite itself allows for tables too.
 */
class ImmediateDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;
  readonly #isInTransaction: () => boolean;

  constructor(config: SqliteDialectConfig, isInTransaction: () => boolean) {
    super(config);
    this.#config = config;
    this.#isInTransaction = isInTransaction;
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver(this.#config, this.#isInTransaction);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

class ImmediateDriver extends SqliteDriver {
  readonly #isInTransaction: () => boolean;

  constructor(config: SqliteDialectConfig, isInTransaction: () => boolean) {
    super(config);
    this.#isInTransaction = isInTransaction;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** A full or failing disk ends a transaction by itself: what it said is not to be hidden by a complaint about that. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#isInTransaction()) await super.rollbackTransaction(connection);
  }
}

class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
