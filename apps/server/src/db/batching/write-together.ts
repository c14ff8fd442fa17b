import type { Db } from '../tables.js';
import { createTurn, type Turn } from './turn.js';

/** None waits for another: what a transaction asks for goes to the database one after the other in any case. */
const options = { kind: 'joined write', mostMembers: 500, mostUnderWay: 1 } as const;

/** The transactions with several members, whose writes may be put together. */
const joined = new WeakSet<Db>();

/** Has all writes of a kind that are asked for in one event-loop turn of a transaction made by one statement. */
export function joinWrites(transaction: Db): void {
  joined.add(transaction);
}

/** A write with two bodies, which do the same. */
export interface JointWrite<Ask, Result> {
  /** For a database of any kind. */
  readonly one: (db: Db, ask: Ask) => Promise<Result>;
  /** For PostgreSQL: by one statement, with a result for each, in their order. No two have the same key. */
  readonly many: (db: Db, asks: readonly Ask[]) => Promise<readonly Result[]>;
  /** Writes with the same key are made one after the other, in the order in which they came. */
  readonly keyOf: (ask: Ask) => string;
}

/** Makes a hot write, which is put together with others of its kind where a transaction has several members. */
export function createWrite<Ask, Result>(
  write: JointWrite<Ask, Result>,
): JointWrite<Ask, Result>['one'] {
  const turns = new WeakMap<Db, Turn<Member<Ask, Result>>>();
  const turnOf = (db: Db) => {
    const turn = turns.get(db) ?? createTurn((members) => make(db, members, write), options);
    turns.set(db, turn);
    return turn;
  };
  return (db, ask) =>
    joined.has(db)
      ? new Promise((resolve, reject) => turnOf(db).add({ ask, resolve, reject }))
      : write.one(db, ask);
}

interface Member<Ask, Result> {
  readonly ask: Ask;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

async function make<Ask, Result>(
  db: Db,
  members: readonly Member<Ask, Result>[],
  { many, keyOf }: JointWrite<Ask, Result>,
): Promise<void> {
  try {
    for (const round of toRounds(members, ({ ask }) => keyOf(ask))) {
      const asks = round.map(({ ask }) => ask);
      const results = await many(db, asks);
      for (const [index, { resolve }] of round.entries()) resolve(results[index] as Result);
    }
  } catch (error) {
    // Those that have their result already do not hear it. The transaction is over for all of them.
    for (const { reject } of members) reject(error);
  }
}

/** Rounds without a repeated key: the first of each key, then the second ones, and so on. */
function toRounds<Value>(
  values: readonly Value[],
  keyOf: (value: Value) => string,
): readonly (readonly Value[])[] {
  const rounds: Value[][] = [];
  const counts = new Map<string, number>();
  for (const value of values) {
    const key = keyOf(value);
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    const round = rounds[count];
    if (round === undefined) rounds.push([value]);
    else round.push(value);
  }
  return rounds;
}
