import type { PageRequest } from './page.js';
import type { Reach } from './reach.js';
import type { Db, ProductRow } from './tables.js';

/** False when the code is taken. */
export async function insertProduct(db: Db, row: ProductRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('products')
    .values(row)
    .onConflict((conflict) => conflict.columns(['account_id', 'code']).doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function findProduct(
  db: Db,
  reach: Reach,
  code: string,
): Promise<ProductRow | undefined> {
  if (reach.product !== undefined && reach.product !== code) return undefined;
  return db
    .selectFrom('products')
    .selectAll()
    .where('account_id', '=', reach.accountId)
    .where('code', '=', code)
    .executeTakeFirst();
}

/** What a writer may change. */
export type ProductChange = Partial<Omit<ProductRow, 'account_id' | 'code' | 'created_at'>>;

/** Writes the change and returns the product as it is then; `undefined` when there is none. */
export async function updateProduct(
  db: Db,
  reach: Reach,
  code: string,
  change: ProductChange,
): Promise<ProductRow | undefined> {
  const isWithinReach = reach.product === undefined || reach.product === code;
  if (isWithinReach && Object.keys(change).length > 0) {
    await db
      .updateTable('products')
      .set(change)
      .where('account_id', '=', reach.accountId)
      .where('code', '=', code)
      .execute();
  }
  return findProduct(db, reach, code);
}

/** In the order of their codes. */
export async function listProducts(
  db: Db,
  reach: Reach,
  { limit, after }: PageRequest<readonly [code: string]>,
): Promise<ProductRow[]> {
  let query = db
    .selectFrom('products')
    .selectAll()
    .where('account_id', '=', reach.accountId)
    .orderBy('code')
    .limit(limit);
  if (reach.product !== undefined) query = query.where('code', '=', reach.product);
  if (after !== undefined) query = query.where('code', '>', after[0]);
  return query.execute();
}
