import type { EpochSeconds } from '@licet/core';
import { createWrite } from './batching/write-together.js';
import { lockRows } from './lock-rows.js';
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

/**
 * Remembers an answer, in the place of one of the same key that is as old as `forgetUntil`. False when the request was answered already. It looks
 * at no other row: whoever reads what all others write is in the way of all of them (`serializable`).
 */
export const storeAnswer = createWrite<NewAnswer, boolean>({
  one: async (db, answer) => (await storeAnswers(db, [answer]))[0] === true,
  many: storeAnswers,
  keyOf: ({ row }) => keyOf(row),
});

async function storeAnswers(db: Db, answers: readonly NewAnswer[]): Promise<boolean[]> {
  const forgetUntil = Math.max(...answers.map((answer) => answer.forgetUntil));
  const stored = await db
    .insertInto('idempotency')
    .values(answers.map(({ row }) => row))
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'api_key_id', 'route', 'idempotency_key'])
        .doUpdateSet((eb) => ({
          request_hmac: eb.ref('excluded.request_hmac'),
          outcome_sealed: eb.ref('excluded.outcome_sealed'),
          created_at: eb.ref('excluded.created_at'),
        }))
        .where('idempotency.created_at', '<=', forgetUntil),
    )
    .returning(['account_id', 'api_key_id', 'route', 'idempotency_key'])
    .execute();
  const keys = new Set(stored.map(keyOf));
  return answers.map(({ row }) => keys.has(keyOf(row)));
}

function keyOf({ account_id, api_key_id, route, idempotency_key }: IdempotencyId): string {
  return JSON.stringify([account_id, api_key_id, route, idempotency_key]);
}

/** A few milliseconds, in which an SQLite serves nobody else. */
const mostDeleted = 1000;

/** Deletes some of the answers from `until` and before: true when these were all of them. */
export async function deleteOldAnswers(
  db: Db,
  accountId: string,
  until: EpochSeconds,
): Promise<boolean> {
  const old = db
    .selectFrom('idempotency')
    .select(['account_id', 'api_key_id', 'route', 'idempotency_key'])
    .where('account_id', '=', accountId)
    .where('created_at', '<=', until)
    .limit(mostDeleted);
  const { numDeletedRows } = await db
    .deleteFrom('idempotency')
    .where((eb) =>
      eb(
        eb.refTuple('account_id', 'api_key_id', 'route', 'idempotency_key'),
        'in',
        lockRows(db, old, 'skip').$asTuple('account_id', 'api_key_id', 'route', 'idempotency_key'),
      ),
    )
    .executeTakeFirst();
  return numDeletedRows < mostDeleted;
}
