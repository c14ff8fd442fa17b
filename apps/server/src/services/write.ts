import type { Isolation } from '../db/engine.js';
import type { Db } from '../db/tables.js';
import type { Outcome } from '../problems.js';
import type { Actor } from './audit/actor.js';
import type { Recorder } from './audit/audit-log.js';
import type { Context } from './context.js';

/**
 * Ends a write: all that `work` stores and records, and what is remembered of its outcome, is stored together or not at all.
 * Whoever changes something records it once, in the same `work`; a refusal and a repetition record nothing.
 * `undefined` from `work` means that the world changed since it was read and nothing was stored: begin again.
 */
export type Commit<T> = <R extends Outcome<T> | undefined>(
  work: (db: Db, record: Recorder) => Promise<R>,
  isolation?: Isolation,
) => Promise<R | Outcome<T>>;

/** A commit of which nothing is remembered but what it recorded in the name of an actor. */
export function plainCommit<T>({ auditLog }: Pick<Context, 'auditLog'>, actor: Actor): Commit<T> {
  return (work, isolation) => auditLog.transact(actor, work, isolation);
}
