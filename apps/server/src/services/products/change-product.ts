import { updateProduct } from '../../db/products.js';
import type { Reach } from '../../db/reach.js';
import type { ProductRow } from '../../db/tables.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { Commit } from '../write.js';
import { toColumns, type ProductTerms } from './product-terms.js';

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
  return commit(async (db) => {
    const row = await updateProduct(db, reach, code, toColumns(terms));
    return row === undefined ? fail('product_not_found', 'Check the code.') : succeed(row);
  });
}
