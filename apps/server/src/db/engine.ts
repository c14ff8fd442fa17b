import type { Dialect, Kysely } from 'kysely';
import type { Db, Tables } from './tables.js';

/**
 * How transactions on PostgreSQL see each other; SQLite runs one at a time in any case. `serializable`: as if each were alone, for which one of
 * those that stand in each other's way begins again. `read committed`: for work that is exact by conditional statements and row locks
 * alone, so that a crowd on one row waits in line. `shared`: for such work that is asked for so often that a commit for each is too much; it is
 * committed with others of this process, may see what they wrote, and does not wait for locks for long.
 */
export type Isolation = 'serializable' | 'read committed' | 'shared';

/** How a transaction is to be run. */
export interface TransactOptions {
  /** By default `serializable`. */
  readonly isolation?: Isolation | undefined;
  /** The last thing before the commit: called once for all who gave the same function and are committed together. */
  readonly beforeCommit?: ((db: Db) => Promise<void>) | undefined;
  /** An attempt was ended by the database, which stored nothing of it, and another one follows. */
  readonly beginsAgain?: (() => void) | undefined;
}

/** What an engine makes of writes. */
export interface Writing {
  /** Commits what `work` wrote when it returns, and nothing of it when it throws. `work` may be called again from its beginning. */
  readonly transact: <T>(work: (db: Db) => Promise<T>, options: TransactOptions) => Promise<T>;
  /** Runs one statement that writes. */
  readonly write: <T>(statement: (db: Db) => Promise<T>) => Promise<T>;
}

/** The connections of this process, and how many wait for one. */
export interface Connections {
  readonly used: number;
  readonly idle: number;
  readonly awaited: number;
}

/** What the store needs of a database engine: all that the two do differently. */
export interface Engine {
  /** For requests: no statement runs for ever. */
  readonly dialect: Dialect;
  /** For bringing tables up to date, which takes as long as it takes. */
  readonly migrationDialect: Dialect;
  /** Makes a transaction that has just begun wait until no other that did the same, in any process, is under way. */
  readonly excludeOthers: (transaction: Db) => Promise<void>;
  /** Absent where there are no connections. */
  readonly connections?: () => Connections;
  readonly createWriting: (db: Kysely<Tables>) => Writing;
}
