import type { EpochSeconds } from '@licet/core';
import { groupBy } from './batching/group-by.js';
import { createWrite } from './batching/write-together.js';
import type { Db, IdempotencyRow } from './tables.js';

/** What makes a repetition one: the same key of the same caller on the same route. */
export type IdempotencyId = Pick<
  IdempotencyRow,
  'account_id' | 'api_key_id' | 'route' | 'idempotency_key'
>;

export async function findAnswer(
  db: Db,
  id: IdempotencyId,
  notBefore: EpochSeconds,
): Promise<IdempotencyRow | undefined> {
  return db
    .selectFrom('idempotency')
    .selectAll()
    .where('account_id', '=', id.account_id)
    .where('api_key_id', '=', id.api_key_id)
    .where('route', '=', id.route)
    .where('idempotency_key', '=', id.idempotency_key)
    .where('created_at', '>', notBefore)
    .executeTakeFirst();
}

/** An answer, and since when the ones before it are of no more use. */
export interface NewAnswer {
  readonly row: IdempotencyRow;
  readonly forgetUntil: EpochSeconds;
}

/** Forgets the answers from `forgetUntil` and before, and remembers one. False when the request was answered already. */
export const storeAnswer = createWrite<NewAnswer, boolean>({
  one: async (db, answer) => (await storeAnswers(db, [answer]))[0] === true,
  many: storeAnswers,
  keyOf: ({ row }) => keyOf(row),
});

async function storeAnswers(db: Db, answers: readonly NewAnswer[]): Promise<boolean[]> {
  for (const [accountId, group] of groupBy(answers, ({ row }) => row.account_id)) {
    const until = Math.max(...group.map(({ forgetUntil }) => forgetUntil));
    await deleteOldAnswers(db, accountId, until);
  }
  const stored = await db
    .insertInto('idempotency')
    .values(answers.map(({ row }) => row))
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'api_key_id', 'route', 'idempotency_key']).doNothing(),
    )
    .returning(['account_id', 'api_key_id', 'route', 'idempotency_key'])
    .execute();
  const keys = new Set(stored.map(keyOf));
  return answers.map(({ row }) => keys.has(keyOf(row)));
}

function keyOf({ account_id, api_key_id, route, idempotency_key }: IdempotencyId): string {
  return JSON.stringify([account_id, api_key_id, route, idempotency_key]);
}

async function deleteOldAnswers(db: Db, accountId: string, until: EpochSeconds): Promise<void> {
  await db
    .deleteFrom('idempotency')
    .where('account_id', '=', accountId)
    .where('created_at', '<=', until)
    .execute();
}
