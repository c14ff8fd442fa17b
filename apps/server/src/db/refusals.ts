import type { Reach } from './reach.js';
import type { Db, RefusalRow } from './tables.js';

/** Adds counts to those that are stored. */
export async function addRefusals(db: Db, rows: readonly RefusalRow[]): Promise<void> {
  await db
    .insertInto('refusals')
    .values([...rows])
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'day', 'product', 'code']).doUpdateSet((eb) => ({
        count: eb('refusals.count', '+', eb.ref('excluded.count')),
      })),
    )
    .execute();
}

/** Refusals of each day and code from a day on; a key of one product sees those that are known to be its own. */
export async function sumRefusals(
  db: Db,
  { accountId, product }: Reach,
  fromDay: number,
): Promise<Pick<RefusalRow, 'day' | 'code' | 'count'>[]> {
  let query = db
    .selectFrom('refusals')
    .select(['day', 'code'])
    .select((eb) => eb.fn.sum<number | string>('count').as('count'))
    .where('account_id', '=', accountId)
    .where('day', '>=', fromDay)
    .groupBy(['day', 'code'])
    .orderBy('day')
    .orderBy('code');
  if (product !== undefined) query = query.where('product', '=', product);
  const rows = await query.execute();
  // The sum of whole numbers of 64 bits is of a wider type on PostgreSQL, which its driver gives as text.
  return rows.map(({ day, code, count }) => ({ day, code, count: Number(count) }));
}
