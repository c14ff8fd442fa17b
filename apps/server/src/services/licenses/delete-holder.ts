import { deleteHolder as deleteRow } from '../../db/holders.js';
import type { Reach } from '../../db/reach.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import { findLicense } from './change-license.js';

/** What is answered once a holder is forgotten. */
export interface DeletedHolder {
  readonly deleted: true;
}

/** Forgets who registered a token license. Codes: `license_not_found`, `holder_not_found`. */
export async function deleteHolder(
  { account }: Pick<Context, 'account'>,
  reach: Reach,
  { id, identifier }: { readonly id: string; readonly identifier: string },
  commit: Commit<DeletedHolder>,
): Promise<Outcome<DeletedHolder>> {
  return commit<Outcome<DeletedHolder>>(async (db, record) => {
    const license = await findLicense(db, reach, id);
    if (!license.ok) return license;
    const holder = { account_id: account.id, license_id: id, identifier };
    if (!(await deleteRow(db, holder))) return noHolder;
    const { product } = license.value;
    await record({ action: 'holder.delete', target: id, product });
    return succeed({ deleted: true });
  });
}

const noHolder = fail('holder_not_found', 'Check the identifier: nobody registered under it.');
