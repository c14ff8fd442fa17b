import { insertProduct } from '../../db/products.js';
import type { ProductRow } from '../../db/tables.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import { findProductSizeFault } from './find-product-size-fault.js';
import { describeProduct, toColumns, type ProductTerms } from './product-terms.js';

/** What a new product is to be; the schema of the request has checked its form. */
export interface ProductDraft extends ProductTerms {
  readonly code: string;
  readonly name: string;
}

/** Creates a product. Codes: `product_exists`, `license_too_large`. */
export async function createProduct(
  context: Context,
  { code, name, ...terms }: ProductDraft,
  commit: Commit<ProductRow>,
): Promise<Outcome<ProductRow>> {
  const { store, account } = context;
  const row: ProductRow = {
    account_id: account.id,
    code,
    name,
    term_days: null,
    proof_days: 30,
    transfer_limit: null,
    activations_per_day: null,
    policy: null,
    features: null,
    maintenance: 0,
    ...toColumns(terms),
    created_at: store.now(),
  };
  const fault = findProductSizeFault(context, row);
  if (fault !== undefined) return fault;
  return commit(async (db, record) => {
    if (!(await insertProduct(db, row)))
      return fail(
        'product_exists',
        `Use the product "${code}" as it is, or choose another code.`,
        'code',
      );
    await record({ action: 'product.create', ...describeProduct(row) });
    return succeed(row);
  });
}
