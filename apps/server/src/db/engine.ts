import type { Dialect } from 'kysely';
import type { Db } from './tables.js';

/** What the store needs of a database engine: all that the two do differently. */
export interface Engine {
  /** For requests: no statement runs for ever. */
  readonly dialect: Dialect;
  /** For bringing tables up to date, which takes as long as it takes. */
  readonly migrationDialect: Dialect;
  /** Makes a transaction that has just begun wait until no other that did the same, in any process, is under way. */
  readonly excludeOthers: (transaction: Db) => Promise<void>;
}
