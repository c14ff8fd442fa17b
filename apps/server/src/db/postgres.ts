import {
  PostgresAdapter,
  PostgresDialect,
  PostgresQueryCompiler,
  sql,
  type DataTypeNode,
  type Kysely,
  type PostgresPool,
  type PostgresPoolClient,
} from 'kysely';
import pg from 'pg';
import { DatabaseAway, isConnectionLost } from './database-faults.js';
import { createSharedTransactions } from './batching/shared-transaction.js';
import type { Engine, Writing } from './engine.js';
import type { Tables } from './tables.js';
import { tryAgain } from './try-again.js';

/** Of one process. The database has to allow so many for each, and some for administrators. */
const connections = 10;
const connectTimeout = 5000;

/** Milliseconds. What is in the address of the database comes before them. */
const requestLimits: pg.PoolConfig = {
  statement_timeout: 10_000,
  // The network may lose an answer, which no limit of the database can see.
  query_timeout: 15_000,
  idle_in_transaction_session_timeout: 30_000,
};

/** Milliseconds. Who wants to change a table waits for those who use it, and everybody else behind him. */
const changeLimits: pg.PoolConfig = { lock_timeout: 1000 };

/** Any number will do, as long as every process takes the same. */
const exclusionLock = 5_498_341_106_720_413n;

/**
 * What this engine does its own way. Connects when the first query comes. Any number of processes may use the database at once. SQL that the other
 * engine would not take is here, in `sqlite.ts`, and in the `many` of writes that are made together.
 */
export function openPostgres(url: string): Engine {
  let pool: pg.Pool | undefined;
  const config = { connectionString: url, max: connections, ...requestLimits };
  return {
    dialect: createDialect(config, (opened) => (pool = opened)),
    connections: () => {
      const { totalCount = 0, idleCount: idle = 0, waitingCount: awaited = 0 } = pool ?? {};
      return { used: totalCount - idle, idle, awaited };
    },
    migrationDialect: createDialect({ connectionString: url, max: 1, ...changeLimits }),
    excludeOthers: async (transaction) => {
      // Nobody is kept waiting by whoever waits here.
      await sql`set local lock_timeout = 0`.execute(transaction);
      await sql`select pg_advisory_xact_lock(${exclusionLock.toString()}::bigint)`.execute(
        transaction,
      );
      await sql`set local lock_timeout to default`.execute(transaction);
    },
    createWriting,
  };
}

function createWriting(db: Kysely<Tables>): Writing {
  const transactAlone: Writing['transact'] = (work, options) => {
    const { isolation = 'serializable', beforeCommit, beginsAgain } = options;
    const level = isolation === 'shared' ? 'read committed' : isolation;
    const begin = () =>
      db
        .transaction()
        .setIsolationLevel(level)
        .execute(async (transaction) => {
          const result = await work(transaction);
          await beforeCommit?.(transaction);
          return result;
        });
    return tryAgain(begin, beginsAgain);
  };
  const transactTogether = createSharedTransactions(db, transactAlone);
  return {
    transact: (work, options) =>
      (options.isolation === 'shared' ? transactTogether : transactAlone)(work, options),
    write: (statement) => statement(db),
  };
}

/** Kysely opens the pool when it is first asked something, and does not end one that it never opened. */
function createDialect(
  config: pg.PoolConfig,
  opened: (pool: pg.Pool) => void = () => undefined,
): PostgresDialect {
  return new BytewiseDialect({ pool: () => Promise.resolve(createPool(config, opened)) });
}

function createPool(config: pg.PoolConfig, opened: (pool: pg.Pool) => void): PostgresPool {
  const pool = new pg.Pool({
    application_name: 'licet',
    connectionTimeoutMillis: connectTimeout,
    keepAlive: true,
    types: createTypes(),
    ...config,
  });
  opened(pool);
  // A connection that is lost while nobody uses it: the next one who asks gets another, or learns that there is none.
  pool.on('error', () => undefined);
  // One that is lost while somebody uses it: the query says so. The pool listens to none that it gave away, and an error that nobody listens to
  // ends the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const connect = createConnecting(pool);
  return {
    options: {},
    connect: async () => orAway(connect()),
    end: () => pool.end(),
  };
}

/**
 * Gives connections of a pool away. Once one of them got no answer, those that were there then are not asked again, neither by the next ones nor by
 * those who have them: each would wait for as long. Whoever is told of an end, as when one connection is ended, is the only one concerned.
 */
function createConnecting(pool: pg.Pool): () => Promise<PostgresPoolClient> {
  let silences = 0;
  const silencesBefore = new WeakMap<pg.PoolClient, number>();
  pool.on('connect', (client) => silencesBefore.set(client, silences));
  const tellSilence = (client: pg.PoolClient) => {
    if (silencesBefore.get(client) === silences) silences++;
  };
  const isSuspect = (client: pg.PoolClient) => silencesBefore.get(client) !== silences;
  return async () => {
    for (;;) {
      const client = await pool.connect();
      if (!isSuspect(client)) return toClient(client, { tellSilence, isSuspect });
      client.release(true);
    }
  };
}

/** Instants and counts are bigint in the tables, and far from where a number gets inexact. */
function createTypes(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  return types;
}

/** What the connections of a pool know of each other. */
interface Suspicion {
  readonly tellSilence: (client: pg.PoolClient) => void;
  readonly isSuspect: (client: pg.PoolClient) => boolean;
}

/**
 * A client that lost its connection is not asked again, also when it does not know yet: a transaction would wait for its rollback as long as for the
 * answer that never came.
 */
function toClient(
  client: pg.PoolClient,
  { tellSilence, isSuspect }: Suspicion,
): PostgresPoolClient {
  let loss: Error | undefined;
  const query = async (text: string, values: readonly unknown[]) => {
    if (isSuspect(client)) loss ??= new DatabaseAway(new Error('another connection got no answer'));
    if (loss !== undefined) throw loss;
    try {
      return await orAway(client.query(text, [...values]));
    } catch (error) {
      if (isConnectionLost(error)) loss = error;
      if (isSilence(error)) tellSilence(client);
      throw error;
    }
  };
  return {
    // The other half of the type is for cursors, of which none is opened.
    query: query as unknown as PostgresPoolClient['query'],
    release: (destroy = false) => client.release(destroy || loss !== undefined),
  };
}

/** Whether the time-out of a query is over: the driver has no code for it. */
function isSilence(error: unknown): boolean {
  return (
    error instanceof DatabaseAway &&
    error.cause instanceof Error &&
    error.cause.message === 'Query read timeout'
  );
}

/** Only what the database itself said has a SQLSTATE; everything else that a driver throws is a connection that failed. */
async function orAway<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof pg.DatabaseError ? error : new DatabaseAway(error);
  }
}

class BytewiseDialect extends PostgresDialect {
  override createQueryCompiler(): PostgresQueryCompiler {
    return new BytewiseCompiler();
  }

  override createAdapter(): PostgresAdapter {
    return new LocklessAdapter();
  }
}

/** Text is ordered byte by byte, as SQLite does, whatever the database's locale: a new C library cannot spoil an index then. */
class BytewiseCompiler extends PostgresQueryCompiler {
  protected override visitDataType(node: DataTypeNode): void {
    super.visitDataType(node);
    const isColumn = this.parentNode?.kind === 'ColumnDefinitionNode';
    if (isColumn && node.dataType === 'text') this.append(' collate "C"');
  }
}

/** Migrations run in a transaction that excludes others already. A lock of the session would outlive one that fails. */
class LocklessAdapter extends PostgresAdapter {
  override acquireMigrationLock(): Promise<void> {
    return Promise.resolve();
  }

  override releaseMigrationLock(): Promise<void> {
    return Promise.resolve();
  }
}
