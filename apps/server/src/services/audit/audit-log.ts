import { insertAuditEntries } from '../../db/audit-log.js';
import type { Isolation, TransactOptions } from '../../db/engine.js';
import type { Store } from '../../db/store.js';
import type { AuditEntryRow, Db } from '../../db/tables.js';
import type { AuditMac } from '../../secrets/vault.js';
import { toActorText, type Actor } from './actor.js';
import type { AuditAction, AuditDetails } from './actions.js';
import { linkEntry, toDetailsText, type ChainHead, type UnlinkedEntry } from './entry.js';
import { createLinks } from './links.js';

/** One change, as the write that makes it describes it. */
export interface AuditDraft {
  readonly action: AuditAction;
  /** The id of what was changed: a license id, a product's code, a kid. */
  readonly target: string;
  /** The product that it belongs to, where it belongs to one. */
  readonly product?: string | undefined;
  readonly details?: AuditDetails;
}

/** Notes a change beside the statement that makes it. The entry is stored with it or not at all. */
export type Recorder = (draft: AuditDraft) => Promise<void>;

/** Changes, and a word on each. */
type RecordedWork<T> = (db: Db, record: Recorder) => Promise<T>;

/** Runs a transaction as the options say, whose functions the audit log needs to be called. */
type Begin = <T>(work: (db: Db) => Promise<T>, options: BeginOptions) => Promise<T>;
type BeginOptions = Required<Pick<TransactOptions, 'beforeCommit' | 'beginsAgain'>>;

/** The audit log, as one process writes it. */
export interface AuditLog {
  /** A transaction in which one actor's changes are recorded. */
  transact<T>(actor: Actor, work: RecordedWork<T>, isolation?: Isolation): Promise<T>;
  /** The same for what is done once in the life of a database: no other server does so at the same time. */
  transactAlone<T>(actor: Actor, work: RecordedWork<T>): Promise<T>;
}

/**
 * Writes to a new chain, which nobody else appends to. What was recorded is linked and stored as the last thing before the commit, by one statement
 * for all that is committed together, and the next one links when the outcome of that commit is known. So transactions overlap but for
 * their ends, and whoever has the chain waits for nothing but its own commit.
 */
export function createAuditLog(store: Store, accountId: string, auditMac: AuditMac): AuditLog {
  const links = createLinks(accountId);
  const notes = new WeakMap<Db, UnlinkedEntry[]>();
  const beforeCommit = async (db: Db): Promise<void> => {
    const recorded = notes.get(db);
    notes.delete(db);
    if (recorded === undefined) return;
    const link = await links.take(db);
    const entries = linkAll(link.head, recorded, auditMac);
    await insertAuditEntries(db, entries);
    link.head = entries.at(-1) ?? link.head;
  };
  const runIn = async <T>(begin: Begin, actor: Actor, work: RecordedWork<T>): Promise<T> => {
    let noted: Db | undefined;
    const run = async (db: Db): Promise<T> => {
      noted = undefined;
      const recorded: UnlinkedEntry[] = [];
      const done = await work(db, createRecorder(recorded, actor, store.now));
      if (recorded.length === 0) return done;
      noted = db;
      notes.set(db, [...(notes.get(db) ?? []), ...recorded]);
      return done;
    };
    const beginsAgain = () => links.end(noted, 'not stored');
    try {
      const result = await begin(run, { beforeCommit, beginsAgain });
      links.end(noted, 'stored');
      return result;
    } catch (error) {
      links.end(noted, 'unknown');
      throw error;
    }
  };
  return {
    transact: (actor, work, isolation) =>
      runIn((inner, options) => store.transact(inner, { isolation, ...options }), actor, work),
    transactAlone: (actor, work) =>
      runIn((inner, options) => store.transactAlone(inner, options), actor, work),
  };
}

function createRecorder(recorded: UnlinkedEntry[], actor: Actor, now: Store['now']): Recorder {
  return async ({ action, target, product = null, details = {} }) => {
    recorded.push({
      at: now(),
      actor: toActorText(actor),
      action,
      target,
      product,
      details: toDetailsText(details),
    });
    await Promise.resolve();
  };
}

function linkAll(
  head: ChainHead,
  recorded: readonly UnlinkedEntry[],
  mac: AuditMac,
): AuditEntryRow[] {
  const entries: AuditEntryRow[] = [];
  for (const entry of recorded) entries.push(linkEntry(entries.at(-1) ?? head, entry, mac));
  return entries;
}
