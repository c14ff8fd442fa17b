import type { ProductRow } from '../../db/tables.js';
import { fail, type Failure } from '../../problems.js';
import type { Context } from '../context.js';
import { draftLicense } from '../licenses/create-license.js';
import { endOfTerm, inheritTerms } from '../licenses/license-terms.js';
import { noSubject } from '../licenses/license-subject.js';
import { isTooLarge } from '../licenses/find-size-fault.js';

/**
 * Why a product is not offered: not even the smallest license that takes its terms could be signed, one for a machine whose name is a letter.
 * Larger ones are measured when they are made. Codes: `license_too_large`.
 */
export function findProductSizeFault(context: Context, product: ProductRow): Failure | undefined {
  const issuedAt = context.store.now();
  const own = { serial: 'x', computerId: 'x' };
  const license = draftLicense(context, {
    kind: 'single-user',
    product,
    subject: noSubject,
    ...inheritTerms(product),
    valid_from: null,
    valid_to: endOfTerm(product.term_days, issuedAt),
  });
  const slot = { list: 0, slot: 0 };
  return isTooLarge(context, { kind: 'single-user-license', license, own, slot, issuedAt })
    ? tooLarge
    : undefined;
}

const tooLarge = fail(
  'license_too_large',
  'Name fewer or shorter features: no license of the product could be signed.',
  'features',
);
