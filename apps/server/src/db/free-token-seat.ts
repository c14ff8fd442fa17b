import type { EpochSeconds } from '@licet/core';
import { sql } from 'kysely';
import { tokenEnd, toRevoked } from './seat-proofs.js';
import type { ActivationRow, Db } from './tables.js';

/**
 * Ends the seat that the token of an activation holds now, if it holds one, and with it the lease that its holder may have of it too. One that is
 * borrowed as well is kept until the end of that.
 */
export async function freeTokenSeat(
  db: Db,
  { account_id, license_id, identifier }: ActivationRow,
  now: EpochSeconds,
): Promise<void> {
  await db
    .updateTable('seats')
    .set(toRevoked(sql.val(now)))
    .where('account_id', '=', account_id)
    .where('license_id', '=', license_id)
    .where('holder', '=', identifier)
    .where(tokenEnd, '>', now)
    .execute();
}
