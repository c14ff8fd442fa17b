import type { EpochSeconds } from '@licet/core';
import { sql } from 'kysely';
import { lockRows, type Contention } from './lock-rows.js';
import { givenBack, toProlonged } from './seat-proofs.js';
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

/**
 * What `claimSeat` does, on every engine and for one claim. It waits for others, and looks again, as long as it takes to be exact. A row is there
 * for good, so that the generation of its seat only rises.
 */
export async function claimSeatAlone(db: Db, claim: SeatClaim): Promise<SeatRow | undefined> {
  for (;;) {
    const own = await prolongOwn(db, claim);
    if (own !== undefined) return own;
    if ((await isAnyHeldBeyondCap(db, claim)) && (await countHeldByOthers(db, claim)) >= claim.cap)
      return undefined;
    // A row that another transaction holds is skipped at first; before the answer is no, its outcome is waited for.
    const ended = (await lockEnded(db, claim, 'skip')) ?? (await lockEnded(db, claim, 'wait'));
    const taken =
      ended === undefined ? await takeUnused(db, claim) : await takeAgain(db, claim, ended);
    if (taken === 'full') return undefined;
    if (taken !== undefined) return taken;
    // Somebody else was faster to this number, or the same holder to another, or it has one beyond the cap: look again.
    await leaveOwnBeyondCap(db, claim);
  }
}

/**
 * A lease becomes what a token has too, which counts until its end whether the lease is given back or not. Whoever uses a seat that is not for sale any
 * more may go on with its lease, but no other token is issued for it.
 */
async function prolongOwn(
  db: Db,
  { accountId, licenseId, holder, kind, now, endsAt, cap }: SeatClaim,
): Promise<SeatRow | undefined> {
  const own = db
    .updateTable('seats')
    .set(toProlonged({ kind: sql.val(kind), endsAt: sql.val(endsAt), now: sql.val(now) }))
    .where('account_id', '=', accountId)
    .where('license_id', '=', licenseId)
    .where('holder', '=', holder)
    .where('ends_at', '>', now)
    .returningAll();
  return (kind === 'lease' ? own : own.where('seat', '<', cap)).executeTakeFirst();
}

/**
 * Lets go of a seat that is not for sale any more since the cap was lowered: its holder may have one seat of a license. The row stays for its
 * generation, under a name that no holder can have.
 */
async function leaveOwnBeyondCap(
  db: Db,
  { accountId, licenseId, holder, cap }: SeatClaim,
): Promise<void> {
  await db
    .updateTable('seats')
    .set((eb) => ({ holder: eb(eb.val('\u0001'), '||', eb.ref('lease_id')), ends_at: givenBack }))
    .where('account_id', '=', accountId)
    .where('license_id', '=', licenseId)
    .where('holder', '=', holder)
    .where('seat', '>=', cap)
    .execute();
}

/**
 * Whether seats are held that are not for sale any more since the cap was lowered. They count until they end: whoever wants one meanwhile does so
 * one after the other. The first of them is written, not only locked, so that a transaction with an older view begins again.
 */
async function isAnyHeldBeyondCap(
  db: Db,
  { accountId, licenseId, now, cap }: SeatClaim,
): Promise<boolean> {
  const first = db
    .selectFrom('seats as beyond')
    .select((eb) => eb.fn.min('beyond.seat').as('seat'))
    .where('account_id', '=', accountId)
    .where('license_id', '=', licenseId)
    .where('seat', '>=', cap)
    .where('ends_at', '>', now);
  const { numUpdatedRows } = await db
    .updateTable('seats')
    .set((eb) => ({ ends_at: eb.ref('ends_at') }))
    .where('account_id', '=', accountId)
    .where('license_id', '=', licenseId)
    .where('seat', '=', first)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

async function countHeldByOthers(db: Db, claim: SeatClaim): Promise<number> {
  const held = selectHeld(db, claim).where('holder', '<>', claim.holder);
  return (await held.executeTakeFirstOrThrow()).count;
}

async function countHeldBelowCap(db: Db, claim: SeatClaim): Promise<number> {
  const held = selectHeld(db, claim).where('seat', '<', claim.cap);
  return (await held.executeTakeFirstOrThrow()).count;
}

/** How many seats of a license are held at one moment. */
function selectHeld(db: Db, { accountId, licenseId, now }: SeatClaim) {
  return db
    .selectFrom('seats')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .where('license_id', '=', licenseId)
    .where('ends_at', '>', now);
}

/** Finds an ended seat, and keeps others from it: the holder's own, or else the one that ended first. */
async function lockEnded(
  db: Db,
  { accountId, licenseId, holder, now, cap }: SeatClaim,
  contention: Contention,
): Promise<SeatRow | undefined> {
  const ended = db
    .selectFrom('seats')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('license_id', '=', licenseId)
    .where('ends_at', '<=', now)
    .where('seat', '<', cap)
    .orderBy((eb) => eb.case().when('holder', '=', holder).then(0).else(1).end())
    .orderBy('ends_at')
    .limit(1);
  return lockRows(db, ended, contention).executeTakeFirst();
}

/** Takes over an ended seat that is locked; `undefined`, and nothing changed, when its new holder got another one in the meantime. */
async function takeAgain(db: Db, claim: SeatClaim, ended: SeatRow): Promise<SeatRow | undefined> {
  // An update would fail for the second seat of a holder, and the whole transaction with it.
  await db
    .deleteFrom('seats')
    .where('account_id', '=', ended.account_id)
    .where('license_id', '=', ended.license_id)
    .where('seat', '=', ended.seat)
    .execute();
  const taken = await insertSeat(db, toRow(claim, ended.seat, ended.generation + 1));
  if (taken === undefined) await insertSeat(db, ended);
  return taken;
}

/** Makes the row of a number that has none; `undefined` when another look is needed to tell. */
async function takeUnused(db: Db, claim: SeatClaim): Promise<SeatRow | 'full' | undefined> {
  const seat = await findUnusedNumber(db, claim);
  return typeof seat === 'number' ? insertSeat(db, toRow(claim, seat, 1)) : seat;
}

/** A number below the cap that no row has; rows are made as they are needed, and gaps are rare. Full is what is held at one moment. */
async function findUnusedNumber(db: Db, claim: SeatClaim): Promise<number | 'full' | undefined> {
  const { accountId, licenseId, cap } = claim;
  const seatsBelow = db
    .selectFrom('seats')
    .select('seat')
    .where('account_id', '=', accountId)
    .where('license_id', '=', licenseId)
    .where('seat', '<', cap);
  const highest = await seatsBelow.orderBy('seat', 'desc').limit(1).executeTakeFirst();
  const next = highest === undefined ? 0 : highest.seat + 1;
  if (next < cap) return next;
  if ((await countHeldBelowCap(db, claim)) >= cap) return 'full';
  const rows = await seatsBelow.orderBy('seat').execute();
  const gap = rows.findIndex(({ seat }, index) => seat !== index);
  return gap < 0 ? undefined : gap;
}

function toRow(
  { accountId, licenseId, holder, kind, leaseId, now, endsAt }: SeatClaim,
  seat: number,
  generation: number,
): SeatRow {
  return {
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
    token_until: null,
    borrowed_until: null,
    settled_end: null,
  };
}

/** Resolves with `undefined` when the number, or another seat of the holder, is there already. */
async function insertSeat(db: Db, row: SeatRow): Promise<SeatRow | undefined> {
  return db
    .insertInto('seats')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
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
