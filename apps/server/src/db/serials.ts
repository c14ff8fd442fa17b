import type { Reach } from './reach.js';
import type { Db, LicenseRow } from './tables.js';

/** The license that was sold under a serial number, as `normalizeSerial` spells it. */
export async function findLicenseRowBySerial(
  db: Db,
  { accountId, product }: Reach,
  serial: string,
): Promise<LicenseRow | undefined> {
  const query = db
    .selectFrom('licenses')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('serial', '=', serial);
  return (product === undefined ? query : query.where('product', '=', product)).executeTakeFirst();
}
