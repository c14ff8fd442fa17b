import { CompiledQuery, type Kysely, type Transaction } from 'kysely';
import { DatabaseAway, isDatabaseUnavailable } from '../database-faults.js';
import type { Writing } from '../engine.js';
import type { Db, Tables } from '../tables.js';
import { createTurn } from './turn.js';

/** One at a time, as one may write at a time. */
const options = { kind: 'write', mostMembers: 128, mostUnderWay: 1 } as const;

/** Nobody else is served meanwhile: when so much time has passed, the members that are left are for the next turn. */
const mostMilliseconds = 4;

/**
 * Puts all transactions of one event-loop turn into one, as making one durable takes longer than all else. Each runs behind a savepoint, in the
 * order in which they came: one that throws leaves no trace and the others alone. Nobody is told of a success before all of it is
 * stored. When the transaction is gone, which a full or failing disk does to it, everybody is told so.
 */
export function createGroupCommit(
  db: Kysely<Tables>,
  isInTransaction: () => boolean,
): Writing['transact'] {
  const turn = createTurn<Member>(async (members) => {
    const end = performance.now() + mostMilliseconds;
    const isOver = () => performance.now() >= end;
    const settlements = await runTogether(db, members, { isInTransaction, isOver });
    for (const settle of settlements) settle();
    turn.giveBack(members.slice(settlements.length));
  }, options);
  return (work, { beforeCommit }) =>
    new Promise((resolve, reject) => {
      const run = async (transaction: Db) => {
        const value = await work(transaction);
        await beforeCommit?.(transaction);
        return () => resolve(value);
      };
      turn.add({ run, reject });
    });
}

/** Tells a member how its transaction ended. */
type Settle = () => void;

interface Member {
  readonly run: (transaction: Db) => Promise<Settle>;
  readonly reject: (error: unknown) => void;
}

interface Bounds {
  readonly isInTransaction: () => boolean;
  readonly isOver: () => boolean;
}

/** Runs the first one, and as many more as there is time for. */
async function runTogether(
  db: Kysely<Tables>,
  members: readonly Member[],
  { isInTransaction, isOver }: Bounds,
): Promise<Settle[]> {
  try {
    return await db.transaction().execute(async (transaction) => {
      const settlements: Settle[] = [];
      for (const member of members) {
        settlements.push(await runBehindSavepoint(transaction, member, isInTransaction));
        if (isOver()) break;
      }
      return settlements;
    });
  } catch (error) {
    return members.map(
      ({ reject }) =>
        () =>
          reject(error),
    );
  }
}

async function runBehindSavepoint(
  transaction: Transaction<Tables>,
  { run, reject }: Member,
  isInTransaction: () => boolean,
): Promise<Settle> {
  await execute(transaction, 'savepoint member');
  try {
    const settle = await run(transaction);
    await execute(transaction, 'release member');
    return settle;
  } catch (error) {
    if (!isInTransaction()) throw isDatabaseUnavailable(error) ? error : new DatabaseAway(error);
    await execute(transaction, 'rollback to member');
    await execute(transaction, 'release member');
    return () => reject(error);
  }
}

async function execute(transaction: Transaction<Tables>, statement: string): Promise<void> {
  await transaction.executeQuery(CompiledQuery.raw(statement));
}
