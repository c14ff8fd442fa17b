import type { EpochSeconds } from '@licet/core';
import type { ActivationRow, Db } from './tables.js';

/** Ends the seat that an activation holds now, if it holds one. */
export async function freeTokenSeat(
  db: Db,
  { account_id, license_id, identifier }: ActivationRow,
  now: EpochSeconds,
): Promise<void> {
  await db
    .updateTable('seats')
    .set({ ends_at: now })
    .where('account_id', '=', account_id)
    .where('license_id', '=', license_id)
    .where('holder', '=', identifier)
    .where('kind', '=', 'token')
    .where('ends_at', '>', now)
    .execute();
}
