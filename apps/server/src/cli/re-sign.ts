import { countLiving } from '../db/license-lists.js';
import { findProduct } from '../db/products.js';
import { createProgress } from '../progress.js';
import type { Context } from '../services/context.js';
import { reSignLicenses, type ReSigning } from '../services/licenses/re-sign-licenses.js';
import { StartupError } from '../startup-error.js';
import { standardError } from './standard-error.js';

/**
 * Signs anew what stolen keys signed, of one product or all, and returns what became of it and what to print. Progress goes to standard error. Throws
 * `StartupError` when there is no such product.
 */
export async function reSign(
  context: Context,
  product: string | undefined,
): Promise<{ readonly isDone: boolean; readonly report: string }> {
  const { store, account } = context;
  const reach = { accountId: account.id, product };
  if (product !== undefined && (await findProduct(store.db, reach, product)) === undefined)
    throw new StartupError(`there is no product ${product}`);
  const total = await countLiving(store.db, reach);
  const progress = createProgress('Looked at', total, standardError, 'licenses');
  let signing: ReSigning;
  try {
    signing = await reSignLicenses(context, reach, (count) => {
      progress.advance('signing anew', count);
    });
  } finally {
    progress.end();
  }
  return { isDone: signing.failed.length === 0, report: describe(signing) };
}

function describe({ signed, failed }: ReSigning): string {
  const lines = failed.map(({ id, code }) => `${id} could not be signed: ${code}\n`);
  return `${lines.join('')}Files signed anew: ${String(signed)}. Customers fetch them by operation 7, or get them from you.
What is not kept is not among them. Of a burnt key, issue anew: activation codes, token licenses, borrowed seats.
`;
}
