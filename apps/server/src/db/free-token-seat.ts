import type { EpochSeconds } from '@licet/core';
import { givenBack } from './seats.js';
import type { ActivationRow, Db } from './tables.js';

/** Ends the seat that an activation holds now, if it holds one, and with it the lease that its holder may have of it too. */
export async function freeTokenSeat(
  db: Db,
  { account_id, license_id, identifier }: ActivationRow,
  now: EpochSeconds,
): Promise<void> {
  await db
    .updateTable('seats')
    .set({ ends_at: givenBack })
    .where('account_id', '=', account_id)
    .where('license_id', '=', license_id)
    .where('holder', '=', identifier)
    .where('kind', '=', 'token')
    .where('ends_at', '>', now)
    .execute();
}
