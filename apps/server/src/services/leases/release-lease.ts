import type { Reach } from '../../db/reach.js';
import { releaseLease as releaseSeat } from '../../db/hold-seats.js';
import { findSeatByLease, type LeaseRelease } from '../../db/leases.js';
import { kindOfSeat } from '../../db/seat-proofs.js';
import type { Db } from '../../db/tables.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import { findHeldLease, type LeaseReference } from './lease.js';

/** A lease that is given back. */
export interface ReleasedLease {
  readonly id: string;
  readonly released: true;
}

/**
 * Gives a seat back before its end. Doing so again, or when the lease was lost, changes nothing; one that a token has too stays with it
 * until the token ends. Codes: `lease_borrowed` (its document counts until its end, and so does the seat).
 */
export async function releaseLease(
  { store, account }: Context,
  reach: Reach,
  reference: LeaseReference,
  commit: Commit<ReleasedLease>,
): Promise<Outcome<ReleasedLease>> {
  const { id, generation } = reference;
  return commit(async (db) => {
    const now = store.now();
    const held = await findHeldLease(db, reach, reference, now);
    const isLost = !held.ok && held.code === 'lease_lost';
    // Whether it is lent out is asked behind the release, as it may be lent before that in the same moment.
    const release = { accountId: account.id, leaseId: id, generation, now };
    return isLost || (await releaseSeat(db, release)) || !(await isBorrowed(db, release))
      ? succeed({ id, released: true })
      : fail('lease_borrowed', 'Wait for the end of the borrowed days.');
  }, 'shared');
}

async function isBorrowed(
  db: Db,
  { accountId, leaseId, generation, now }: LeaseRelease,
): Promise<boolean> {
  const seat = await findSeatByLease(db, accountId, leaseId);
  return seat?.generation === generation && kindOfSeat(seat, now) === 'borrowed';
}
