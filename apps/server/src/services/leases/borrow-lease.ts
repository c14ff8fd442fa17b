import { formatInstant } from '@licet/core';
import { takeGeneration } from '../../db/generations.js';
import type { Reach } from '../../db/reach.js';
import { lendSeat } from '../../db/leases.js';
import type { SeatRow } from '../../db/tables.js';
import { succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import { drawSlot, storeInSlots, type DrawnSlot } from '../licenses/draw-slot.js';
import { findSizeFault, longestSlot } from '../licenses/find-size-fault.js';
import { signDocument, type SignedDocument } from '../licenses/sign-document.js';
import type { Commit } from '../write.js';
import {
  endOfLease,
  findHeldLease,
  leaseLost,
  noSeatFree,
  type HeldLease,
  type LeaseReference,
} from './lease.js';

const secondsPerDay = 86_400;

/** For how many days a held lease is to last without a connection. */
export interface BorrowRequest extends LeaseReference {
  readonly days: number;
}

/** A borrowed seat with the document (`lease+jwt`) that proves it. */
export interface BorrowedLease {
  readonly seat: SeatRow;
  readonly document: string;
}

/**
 * Lends a held seat out for some days, by a signed document: nobody else gets it until then. Codes: those of `findHeldLease`, `no_seat_free`
 * (the license has fewer seats now), `license_too_large`.
 */
export async function borrowLease(
  context: Context,
  reach: Reach,
  request: BorrowRequest,
  commit: Commit<BorrowedLease>,
): Promise<Outcome<BorrowedLease>> {
  for (;;) {
    const outcome = await tryToBorrow(context, reach, request, commit);
    if (outcome !== undefined) return outcome;
  }
}

/** `undefined` when the license or the signing key changed, or the slot of the document was taken, meanwhile. */
async function tryToBorrow(
  context: Context,
  reach: Reach,
  request: BorrowRequest,
  commit: Commit<BorrowedLease>,
): Promise<Outcome<BorrowedLease> | undefined> {
  const { store, account, signers } = context;
  const now = store.now();
  const held = await findHeldLease(store.db, reach, request, now);
  if (!held.ok) return held;
  if (isBeyondCap(held.value)) return noSeatFree;
  const endsAt = endOfLease(now, request.days * secondsPerDay, held.value.license);
  const signed = await signLease(context, held.value, endsAt, now);
  if (!signed.ok) return signed;
  const { row, signer, slot } = signed.value;
  const name = { leaseId: request.id, generation: request.generation };
  return commit(async (db, record) => {
    if (!(await signers.isActive(db, signer))) return undefined;
    const present = await findHeldLease(db, reach, request, store.now());
    if (!present.ok) return present;
    // Else a document with what the license said before could come after those were ended.
    if (present.value.license.version !== held.value.license.version) return undefined;
    if (isBeyondCap(present.value)) return noSeatFree;
    const { license_id: licenseId, product } = held.value.license;
    return storeInSlots(context, db, [{ licenseId, slot }], async () => {
      const change = { accountId: account.id, ...name, endsAt, now: store.now() };
      const seat = await lendSeat(db, change, row);
      if (seat === undefined) return leaseLost;
      const details = { licenseId, expiresAt: formatInstant(endsAt) };
      await record({ action: 'lease.borrow', target: request.id, product, details });
      return succeed({ seat, document: row.bytes });
    });
  });
}

/** Whether a seat is not for sale any more since the license was given fewer: it may be used until its end, and not for days from now. */
function isBeyondCap({ seat, license }: HeldLease): boolean {
  return seat.seat >= (license.seats ?? 0);
}

async function signLease(
  context: Context,
  { seat, license }: HeldLease,
  endsAt: number,
  now: number,
): Promise<Outcome<SignedDocument & { readonly slot: DrawnSlot }>> {
  const { serial } = license;
  if (serial === null) throw new Error(`The license ${license.license_id} has no serial.`);
  const { lease_id: lease, generation: leaseGen, holder: identifier } = seat;
  const order = {
    kind: 'lease',
    license,
    own: { serial, lease, leaseGen, identifier },
    slot: longestSlot,
    issuedAt: now,
    expiresAt: endsAt,
  } as const;
  const fault = findSizeFault(context, order);
  if (fault !== undefined) return fault;
  const gen = await context.store.write((db) => takeGeneration(db, license));
  const slot = await drawSlot(context);
  const document = await signDocument(context, { ...order, license: { ...license, gen }, slot });
  return succeed({ ...document, slot });
}
