import { updateProduct } from '../../db/products.js';
import type { Reach } from '../../db/reach.js';
import type { ProductRow } from '../../db/tables.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { Commit } from '../write.js';
import { describeProduct, toColumns, type ProductTerms } from './product-terms.js';

/**
 * Changes a product. What was sold keeps its dates, features, policy and maintenance; the limits (days of a proof, transfers, activations)
 * count for all its licenses from now on. Codes: `product_not_found`.
 */
export async function changeProduct(
  reach: Reach,
  code: string,
  terms: ProductTerms,
  commit: Commit<ProductRow>,
): Promise<Outcome<ProductRow>> {
  return commit(async (db, record) => {
    const row = await updateProduct(db, reach, code, toColumns(terms));
    if (row === undefined) return fail('product_not_found', 'Check the code.');
    await record({ action: 'product.update', ...describeProduct(row) });
    return succeed(row);
  });
}
