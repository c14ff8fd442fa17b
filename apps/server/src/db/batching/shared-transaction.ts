import { CompiledQuery, type Kysely } from 'kysely';
import { isConnectionLost } from '../database-faults.js';
import type { TransactOptions, Writing } from '../engine.js';
import type { Db, Tables } from '../tables.js';
import { shareLookUps } from './look-up.js';
import { createTurn } from './turn.js';
import { joinWrites } from './write-together.js';

/** One at a time, so that those of one process never wait for each other's rows. What comes meanwhile is together next. */
const options = { kind: 'shared write', mostMembers: 128, mostUnderWay: 1 } as const;

/** Whoever waits longer for a row that somebody else has does so alone: the others must not wait with it. One round trip. */
const begin = "start transaction isolation level read committed; set local lock_timeout = '250ms'";

/**
 * Puts all transactions of one event-loop turn into one. Its members run at the same time, so that what they ask of the database in one turn is
 * put together too. Nobody is told of a success before all of it is stored. When anything in it fails, nothing of it is stored, and each
 * member begins again `alone`: none gets the error of another. When the connection is lost, or nobody can know whether the commit
 * went through, everybody is told so.
 */
export function createSharedTransactions(
  db: Kysely<Tables>,
  alone: Writing['transact'],
): Writing['transact'] {
  const turn = createTurn<Member>((members) => commitTogether(db, members), options);
  return (work, transactOptions) =>
    new Promise((resolve, reject) => {
      turn.add({
        run: async (transaction) => {
          const value = await work(transaction);
          return () => resolve(value);
        },
        beforeCommit: transactOptions.beforeCommit,
        beginAlone: () => {
          transactOptions.beginsAgain?.();
          alone(work, transactOptions).then(resolve, reject);
        },
        reject,
      });
    });
}

/** Tells a member that it is stored. */
type Settle = () => void;

interface Member {
  readonly run: (transaction: Db) => Promise<Settle>;
  readonly beforeCommit: TransactOptions['beforeCommit'];
  readonly beginAlone: () => void;
  readonly reject: (error: unknown) => void;
}

async function commitTogether(db: Kysely<Tables>, members: readonly Member[]): Promise<void> {
  let state = 'beginning' as 'beginning' | 'working' | 'committing';
  try {
    const settlements = await db.connection().execute(async (connection) => {
      await execute(connection, begin);
      state = 'working';
      const done = await orRollBack(connection, workTogether(connection, members));
      state = 'committing';
      await execute(connection, 'commit');
      return done;
    });
    for (const settle of settlements) settle();
  } catch (error) {
    const mayBeginAgain = state === 'working' && !isConnectionLost(error);
    for (const { beginAlone, reject } of members) {
      if (mayBeginAgain) beginAlone();
      else reject(error);
    }
  }
}

async function orRollBack<T>(transaction: Kysely<Tables>, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    await execute(transaction, 'rollback');
    throw error;
  }
}

/** Throws only when nobody uses the transaction any more. */
async function workTogether(
  transaction: Kysely<Tables>,
  members: readonly Member[],
): Promise<Settle[]> {
  shareLookUps(transaction, { areOverWithAnError: true });
  joinWrites(transaction);
  const results = await Promise.allSettled(members.map(({ run }) => run(transaction)));
  const errors = results.filter((result) => result.status === 'rejected').map(reasonOf);
  if (errors.length > 0) throw errors.find(isConnectionLost) ?? errors[0];
  for (const beforeCommit of new Set(members.map((member) => member.beforeCommit))) {
    await beforeCommit?.(transaction);
  }
  return results.filter((result) => result.status === 'fulfilled').map(({ value }) => value);
}

async function execute(connection: Kysely<Tables>, statement: string): Promise<void> {
  await connection.executeQuery(CompiledQuery.raw(statement));
}

function reasonOf({ reason }: PromiseRejectedResult): unknown {
  return reason;
}
