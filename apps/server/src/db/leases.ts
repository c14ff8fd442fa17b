import type { EpochSeconds } from '@licet/core';
import { sql, type Expression, type UpdateObject } from 'kysely';
import { createLookUp } from './batching/look-up.js';
import { isAmong, selectByKeys } from './batching/select-by-keys.js';
import { createStatement } from './batching/statement.js';
import { borrowedEnd, givenBack, toProlonged, toReleased } from './seat-proofs.js';
import type { StatusSlot } from './status-slots.js';
import type { Db, SeatRow, Tables } from './tables.js';

/** Names one taking of a seat: a later one of the same seat has another id or generation. */
export interface LeaseName {
  readonly leaseId: string;
  readonly generation: number;
}

export async function findSeatByLease(
  db: Db,
  accountId: string,
  leaseId: string,
): Promise<SeatRow | undefined> {
  return (await findByLease(db, accountId, leaseId))[0];
}

const findByLease = createLookUp<SeatRow>(
  selectByKeys((db, accountId, leaseIds) =>
    db
      .selectFrom('seats')
      .selectAll()
      .where('account_id', '=', accountId)
      .where(isAmong(db, 'lease_id', leaseIds)),
  ),
  (row) => row.lease_id,
);

/** A lease that is given back. */
export interface LeaseRelease extends LeaseName {
  readonly accountId: string;
  readonly now: EpochSeconds;
}

/** Until when a lease is to last: that counts only when it is later than its present end. */
export interface LeaseChange extends LeaseRelease {
  readonly endsAt: EpochSeconds;
}

/** What `prolongLease` does, on every engine and for one lease. */
export async function prolongLeaseAlone(db: Db, change: LeaseChange): Promise<SeatRow | undefined> {
  const names = Object.keys(marks) as (keyof LeaseChange)[];
  const values = new Map(names.map((name) => [marks[name], change[name]]));
  return (await prolongHeld(db, values)).rows[0];
}

/** Stand for the parameters while the text is made. All have a NUL, which no value has. */
const marks = {
  accountId: '\0account',
  leaseId: '\0lease',
  generation: '\0generation',
  endsAt: '\0end',
  now: '\0now',
} as const satisfies Record<keyof LeaseChange, string>;

/** Long, and what clients ask for most. */
const prolongHeld = createStatement((db) => {
  const { accountId, leaseId } = marks;
  const generation = sql<number>`${marks.generation}`;
  const endsAt = sql<EpochSeconds>`${marks.endsAt}`;
  const now = sql<EpochSeconds>`${marks.now}`;
  const next = toProlonged({ kind: sql.lit('lease'), endsAt, now });
  return changeHeld(db, { accountId, leaseId, generation, now }, next);
});

/**
 * Lends the seat of a lease that is still held out until then, by a document with this slot; `undefined` when it ended or is somebody
 * else's by now.
 */
export async function lendSeat(
  db: Db,
  { endsAt, now, ...lease }: LeaseChange,
  { list, slot }: StatusSlot,
): Promise<SeatRow | undefined> {
  const next = toProlonged({
    kind: sql.lit('borrowed'),
    endsAt: sql.val(endsAt),
    now: sql.val(now),
  });
  return changeHeld(db, { ...lease, now }, { ...next, list, slot }).executeTakeFirst();
}

function changeHeld(
  db: Db,
  { accountId, leaseId, generation, now }: HeldLease,
  next: UpdateObject<Tables, 'seats'>,
) {
  return db
    .updateTable('seats')
    .set(next)
    .where('account_id', '=', accountId)
    .where('lease_id', '=', leaseId)
    .where('generation', '=', generation)
    .where('ends_at', '>', now)
    .returningAll();
}

/** A lease that is held at a moment. */
interface HeldLease {
  readonly accountId: string;
  readonly leaseId: string;
  readonly generation: number | Expression<number>;
  readonly now: EpochSeconds | Expression<EpochSeconds>;
}

/** What `releaseLease` does, on every engine and for one lease. */
export async function releaseLeaseAlone(
  db: Db,
  { accountId, leaseId, generation, now }: LeaseRelease,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('seats')
    .set(toReleased(sql.val(now)))
    .where('account_id', '=', accountId)
    .where('lease_id', '=', leaseId)
    .where('generation', '=', generation)
    .where('ends_at', '>', givenBack)
    .where(borrowedEnd, '<=', now)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
