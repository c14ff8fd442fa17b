import type { EpochSeconds } from '@licet/core';
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

/** False when the request was answered already. */
export async function insertAnswer(db: Db, row: IdempotencyRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('idempotency')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'api_key_id', 'route', 'idempotency_key']).doNothing(),
    )
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Forgets the answers from `until` and before. */
export async function deleteOldAnswers(
  db: Db,
  accountId: string,
  until: EpochSeconds,
): Promise<void> {
  await db
    .deleteFrom('idempotency')
    .where('account_id', '=', accountId)
    .where('created_at', '<=', until)
    .execute();
}
