import type { Reach } from '../../db/reach.js';
import { prolongLease } from '../../db/hold-seats.js';
import type { SeatRow } from '../../db/tables.js';
import { succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import { defaultTtlSeconds } from './checkout-lease.js';
import { endOfLease, findHeldLease, leaseLost, type LeaseReference } from './lease.js';

/** A sign of life. */
export interface HeartbeatRequest extends LeaseReference {
  readonly ttlSeconds?: number;
}

/** Prolongs a lease that is still held; it never ends earlier for that. Codes: those of `findHeldLease`. */
export async function heartbeatLease(
  { store, account }: Context,
  reach: Reach,
  request: HeartbeatRequest,
  commit: Commit<SeatRow>,
): Promise<Outcome<SeatRow>> {
  const { id: leaseId, generation, ttlSeconds = defaultTtlSeconds } = request;
  return commit(async (db) => {
    const now = store.now();
    const held = await findHeldLease(db, reach, request, now);
    if (!held.ok) return held;
    const endsAt = endOfLease(now, ttlSeconds, held.value.license);
    const seat = await prolongLease(db, {
      accountId: account.id,
      leaseId,
      generation,
      endsAt,
      now,
    });
    return seat === undefined ? leaseLost : succeed(seat);
  }, 'shared');
}
