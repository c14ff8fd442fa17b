import { isDatabaseUnavailable } from '../database-faults.js';
import type { Db } from '../tables.js';
import { groupBy } from './group-by.js';
import { createTurn, type Turn } from './turn.js';

/** Two keep the database busy while an answer is on its way; more would only make each smaller. */
const options = { kind: 'look-up', mostMembers: 500, mostUnderWay: 2 } as const;

/** The rows that a key of an account finds. */
export type LookUp<Row> = (db: Db, accountId: string, key: string) => Promise<readonly Row[]>;

/** Finds the rows of many keys by one statement. */
export type ManyLookUp<Row> = (
  db: Db,
  accountId: string,
  keys: readonly string[],
) => Promise<Row[]>;

/**
 * The databases whose look-ups are put together. A transaction is one of them only when it has several members: what one alone looks at must not be
 * shared.
 */
const shared = new WeakMap<Db, SharingOptions>();

interface SharingOptions {
  /** The database is a transaction, with which no statement goes on after an error. */
  readonly areOverWithAnError: boolean;
}

/** Has all look-ups of one event-loop turn in `db` made by one statement for each kind. Nobody who looks up notices. */
export function shareLookUps(
  db: Db,
  options: SharingOptions = { areOverWithAnError: false },
): void {
  shared.set(db, options);
}

/**
 * Makes a hot look-up out of one for many keys; `keyOf` is the key that found a row. A look-up sees everything that was committed
 * before it was asked for, and none gets the error of another: when a statement is refused, its members are asked for one by one, unless
 * their transaction is over with it.
 */
export function createLookUp<Row>(
  findMany: ManyLookUp<Row>,
  keyOf: (row: Row) => string | null,
): LookUp<Row> {
  const turns = new WeakMap<Db, Map<string, Turn<Member<Row>>>>();
  const turnOf = (db: Db, accountId: string) => {
    const accounts = turns.get(db) ?? new Map<string, Turn<Member<Row>>>();
    const find = (keys: readonly string[]) => findMany(db, accountId, keys);
    const isOver = (error: unknown) =>
      shared.get(db)?.areOverWithAnError === true || isDatabaseUnavailable(error);
    const turn =
      accounts.get(accountId) ??
      createTurn((members) => answer(members, find, keyOf, isOver), options);
    turns.set(db, accounts.set(accountId, turn));
    return turn;
  };
  return (db, accountId, key) =>
    shared.has(db)
      ? new Promise((resolve, reject) => turnOf(db, accountId).add({ key, resolve, reject }))
      : findMany(db, accountId, [key]);
}

interface Member<Row> {
  readonly key: string;
  readonly resolve: (rows: readonly Row[]) => void;
  readonly reject: (error: unknown) => void;
}

async function answer<Row>(
  members: readonly Member<Row>[],
  find: (keys: readonly string[]) => Promise<Row[]>,
  keyOf: (row: Row) => string | null,
  isOver: (error: unknown) => boolean,
): Promise<void> {
  try {
    const keys = [...new Set(members.map(({ key }) => key))].sort();
    const found = groupBy(await find(keys), keyOf);
    for (const { key, resolve } of members) resolve(found.get(key) ?? []);
  } catch (error) {
    if (members.length === 1 || isOver(error)) {
      for (const { reject } of members) reject(error);
    } else {
      for (const member of members) await answer([member], find, keyOf, isOver);
    }
  }
}
