import type { Reach } from '../../db/reach.js';
import { findLicenseRowById } from '../../db/licenses.js';
import { findSeatByLease } from '../../db/leases.js';
import type { Db, LicenseRow, SeatRow } from '../../db/tables.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import { findUseFault } from '../licenses/find-use-fault.js';

/** A lease that was found, with the license whose seat it is. */
export interface HeldLease {
  readonly seat: SeatRow;
  readonly license: LicenseRow;
}

/** What a holder says to name its lease. */
export interface LeaseReference {
  readonly id: string;
  readonly generation: number;
}

/** A lease is not held any more, whatever became of it. */
export const leaseLost = fail('lease_lost', 'Check a seat out again: this one is no longer held.');

/** Every seat of the license is somebody else's now. */
export const noSeatFree = fail('no_seat_free', 'Try again when a holder has released its seat.');

/**
 * Finds a lease that is still held, of a license that may still be used. Codes: `lease_lost` (ended, released, taken by another, or never
 * there), `license_revoked`, `license_suspended`, `license_not_yet_valid`, `license_expired`.
 */
export async function findHeldLease(
  db: Db,
  reach: Reach,
  { id, generation }: LeaseReference,
  now: number,
): Promise<Outcome<HeldLease>> {
  const seat = await findSeatByLease(db, reach.accountId, id);
  const isHeld = seat?.generation === generation && now < seat.ends_at;
  if (!isHeld) return leaseLost;
  const license = await findLicenseRowById(db, reach, seat.license_id);
  if (license === undefined) return leaseLost;
  return findUseFault(license, now) ?? succeed({ seat, license });
}

/** A lease ends with its license at the latest. */
export function endOfLease(now: number, seconds: number, { valid_to }: LicenseRow): number {
  return Math.min(now + seconds, valid_to ?? Number.MAX_SAFE_INTEGER);
}
