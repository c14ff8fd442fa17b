import type { EpochSeconds } from '@licet/core';
import { createLookUp } from './batching/look-up.js';
import { isAmong, selectByKeys } from './batching/select-by-keys.js';
import { lockRows, type Contention } from './lock-rows.js';
import type { StatusSlot } from './status-slots.js';
import type { PageRequest } from './page.js';
import type { Db, SeatRow } from './tables.js';

/** Who wants a seat of which license, from when to when, and how many seats there are. */
export interface SeatClaim {
  readonly accountId: string;
  readonly licenseId: string;
  readonly holder: string;
  readonly kind: 'token' | 'lease';
  /** The name of the seat if it is taken anew. */
  readonly leaseId: string;
  readonly now: EpochSeconds;
  readonly endsAt: EpochSeconds;
  readonly cap: number;
}

/** What `claimSeat` does, on every engine and for one claim. It waits for others, and looks again, as long as it takes to be exact. */
export async function claimSeatAlone(db: Db, claim: SeatClaim): Promise<SeatRow | undefined> {
  for (;;) {
    const own = await prolongOwn(db, claim);
    if (own !== undefined) return own;
    // A row that another transaction holds is skipped at first; before the answer is no, its outcome is waited for.
    const vacancy = (await vacate(db, claim, 'skip')) ?? (await vacate(db, claim, 'wait'));
    const seat = vacancy?.seat ?? (await findUnusedNumber(db, claim));
    if (seat === undefined) return undefined;
    const taken = await insertSeat(db, claim, seat, (vacancy?.generation ?? 0) + 1);
    // Somebody else was faster to this number, or the same holder to another: look again.
    if (taken !== undefined) return taken;
  }
}

async function prolongOwn(
  db: Db,
  { accountId, licenseId, holder, now, endsAt }: SeatClaim,
): Promise<SeatRow | undefined> {
  return db
    .updateTable('seats')
    .set((eb) => ({
      ends_at: eb.case().when('ends_at', '<', endsAt).then(endsAt).else(eb.ref('ends_at')).end(),
    }))
    .where('account_id', '=', accountId)
    .where('license_id', '=', licenseId)
    .where('holder', '=', holder)
    .where('ends_at', '>', now)
    .returningAll()
    .executeTakeFirst();
}

/** A number that can be taken again, with the generation it had. */
interface Vacancy {
  readonly seat: number | undefined;
  readonly generation: number;
}

/** Clears one ended seat away: the holder's own, or else the one that ended first. */
async function vacate(
  db: Db,
  claim: SeatClaim,
  contention: Contention,
): Promise<Vacancy | undefined> {
  const { accountId, licenseId, holder, now, cap } = claim;
  const ended = db
    .selectFrom('seats')
    .select('seat')
    .where('account_id', '=', accountId)
    .where('license_id', '=', licenseId)
    .where('ends_at', '<=', now)
    .where((eb) => eb.or([eb('seat', '<', cap), eb('holder', '=', holder)]))
    .orderBy((eb) => eb.case().when('holder', '=', holder).then(0).else(1).end())
    .orderBy('ends_at')
    .limit(1);
  const found = await lockRows(db, ended, contention).executeTakeFirst();
  if (found === undefined) return undefined;
  const row = await db
    .deleteFrom('seats')
    .where('account_id', '=', accountId)
    .where('license_id', '=', licenseId)
    .where('seat', '=', found.seat)
    .where('ends_at', '<=', now)
    .returning(['seat', 'generation'])
    .executeTakeFirst();
  return row && { seat: row.seat < cap ? row.seat : undefined, generation: row.generation };
}

/** A number below the cap that no row has; rows are made as they are needed, and gaps are rare. */
async function findUnusedNumber(
  db: Db,
  { accountId, licenseId, cap }: SeatClaim,
): Promise<number | undefined> {
  const seatsBelow = db
    .selectFrom('seats')
    .select('seat')
    .where('account_id', '=', accountId)
    .where('license_id', '=', licenseId)
    .where('seat', '<', cap);
  const highest = await seatsBelow.orderBy('seat', 'desc').limit(1).executeTakeFirst();
  const next = highest === undefined ? 0 : highest.seat + 1;
  if (next < cap) return next;
  const { count } = await seatsBelow
    .clearSelect()
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  if (count >= cap) return undefined;
  const rows = await seatsBelow.orderBy('seat').execute();
  const gap = rows.findIndex(({ seat }, index) => seat !== index);
  return gap < 0 ? undefined : gap;
}

async function insertSeat(
  db: Db,
  { accountId, licenseId, holder, kind, leaseId, now, endsAt }: SeatClaim,
  seat: number,
  generation: number,
): Promise<SeatRow | undefined> {
  return db
    .insertInto('seats')
    .values({
      account_id: accountId,
      license_id: licenseId,
      seat,
      lease_id: leaseId,
      holder,
      kind,
      generation,
      taken_at: now,
      ends_at: endsAt,
      list: null,
      slot: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
}

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

/** What may become of a lease while it lasts. */
export interface LeaseChange {
  /** Counts only when it is later than the present end. */
  readonly endsAt: EpochSeconds;
  /** The seat is lent out until then by a document with this slot. */
  readonly borrowed?: StatusSlot;
}

/** Changes a lease that is still held; `undefined` when it ended or is somebody else's by now. */
export async function changeLease(
  db: Db,
  accountId: string,
  { leaseId, generation }: LeaseName,
  { endsAt, borrowed }: LeaseChange,
  now: EpochSeconds,
): Promise<SeatRow | undefined> {
  return db
    .updateTable('seats')
    .set((eb) => ({
      ends_at: eb.case().when('ends_at', '<', endsAt).then(endsAt).else(eb.ref('ends_at')).end(),
      ...(borrowed && { kind: 'borrowed' as const, list: borrowed.list, slot: borrowed.slot }),
    }))
    .where('account_id', '=', accountId)
    .where('lease_id', '=', leaseId)
    .where('generation', '=', generation)
    .where('kind', 'in', ['lease', 'borrowed'])
    .where('ends_at', '>', now)
    .returningAll()
    .executeTakeFirst();
}

/** What `releaseLease` does, on every engine and for one lease. */
export async function releaseLeaseAlone(
  db: Db,
  accountId: string,
  { leaseId, generation }: LeaseName,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('seats')
    .where('account_id', '=', accountId)
    .where('lease_id', '=', leaseId)
    .where('generation', '=', generation)
    .where('kind', '=', 'lease')
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** The seats that are held now, in the order of their numbers. */
export async function listSeats(
  db: Db,
  accountId: string,
  licenseId: string,
  now: EpochSeconds,
  { limit, after }: PageRequest<readonly [seat: number]>,
): Promise<SeatRow[]> {
  const query = db
    .selectFrom('seats')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('license_id', '=', licenseId)
    .where('ends_at', '>', now)
    .orderBy('seat')
    .limit(limit);
  return (after === undefined ? query : query.where('seat', '>', after[0])).execute();
}
