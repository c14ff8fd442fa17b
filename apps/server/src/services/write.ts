import type { Isolation, Store } from '../db/store.js';
import type { Db } from '../db/tables.js';
import type { Outcome } from '../problems.js';

/**
 * Ends a write: all that `work` stores, and what is remembered of its outcome, is stored together or not at all.
 * `undefined` from `work` means that the world changed since it was read and nothing was stored: begin again.
 */
export type Commit<T> = <R extends Outcome<T> | undefined>(
  work: (db: Db) => Promise<R>,
  isolation?: Isolation,
) => Promise<R | Outcome<T>>;

/** A commit of which nothing is remembered. */
export function plainCommit<T>(store: Store): Commit<T> {
  return (work, isolation) => store.transact(work, isolation);
}
