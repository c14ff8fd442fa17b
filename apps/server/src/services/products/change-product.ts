import { isDeepStrictEqual } from 'node:util';
import { findProduct, updateProduct, type ProductChange } from '../../db/products.js';
import type { Reach } from '../../db/reach.js';
import type { ProductRow } from '../../db/tables.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import { findProductSizeFault } from './find-product-size-fault.js';
import { describeProduct, toColumns, type ProductTerms } from './product-terms.js';

/**
 * Changes a product. What was sold keeps its dates, features, policy and maintenance; the limits (days of a proof, transfers, activations)
 * count for all its licenses from now on. What it is already is no change. Codes: `product_not_found`, `license_too_large`.
 */
export async function changeProduct(
  context: Context,
  reach: Reach,
  code: string,
  terms: ProductTerms,
  commit: Commit<ProductRow>,
): Promise<Outcome<ProductRow>> {
  return commit(async (db, record) => {
    const before = await findProduct(db, reach, code);
    if (before === undefined) return noProduct;
    const change = toColumns(terms);
    const wanted = { ...before, ...change };
    const fault = saysMore(change) ? findProductSizeFault(context, wanted) : undefined;
    if (fault !== undefined) return fault;
    if (isDeepStrictEqual(wanted, before)) return succeed(before);
    const row = await updateProduct(db, reach, code, change);
    if (row === undefined) return noProduct;
    await record({ action: 'product.update', ...describeProduct(row) });
    return succeed(row);
  });
}

const noProduct = fail('product_not_found', 'Check the code.');

/** Whether it is about what licenses say: a product from before this was measured may still be given another name. */
function saysMore({ features, policy, maintenance, term_days }: ProductChange): boolean {
  return [features, policy, maintenance, term_days].some((value) => value !== undefined);
}
