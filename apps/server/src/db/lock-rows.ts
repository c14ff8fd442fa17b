import type { SelectQueryBuilder } from 'kysely';
import { isSqlite } from './is-sqlite.js';
import type { Db, Tables } from './tables.js';

/** What to do about rows that another transaction holds. */
export type Contention = 'skip' | 'wait';

/**
 * Locks the rows that a query inside a transaction finds until its end. SQLite lets one transaction write at a time, so that there is nothing to
 * lock.
 */
export function lockRows<Table extends keyof Tables, Row>(
  db: Db,
  query: SelectQueryBuilder<Tables, Table, Row>,
  contention: Contention,
): SelectQueryBuilder<Tables, Table, Row> {
  if (isSqlite(db)) return query;
  const locked = query.forUpdate();
  return contention === 'skip' ? locked.skipLocked() : locked;
}
