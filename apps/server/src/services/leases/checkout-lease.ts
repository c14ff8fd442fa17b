import { normalizeSerial } from '@licet/core';
import { findLicenseRowById, findLicenseRowBySerial } from '../../db/licenses.js';
import { claimSeat } from '../../db/claim-seats.js';
import type { LicenseRow, SeatRow } from '../../db/tables.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { Caller } from '../api-keys/authenticate.js';
import type { Recorder } from '../audit/audit-log.js';
import type { Context } from '../context.js';
import { newLeaseId } from '../ids.js';
import { findUseFault } from '../licenses/find-use-fault.js';
import { trySerial } from '../licenses/try-serial.js';
import type { Commit } from '../write.js';
import { endOfLease, noSeatFree } from './lease.js';

/** Seconds that a lease lasts unless it says otherwise. */
export const defaultTtlSeconds = 600;

/** Who wants a seat of which license, and for how long until the next heartbeat. */
export interface CheckoutRequest {
  readonly licenseId?: string;
  readonly serial?: string;
  readonly holder: string;
  readonly ttlSeconds?: number;
}

/**
 * Checks a seat out, or prolongs the lease that the holder has. Codes: `missing_field`, `license_not_found`, `wrong_license_kind`,
 * `license_revoked`, `license_suspended`, `license_not_yet_valid`, `license_expired`, `no_seat_free`, `too_many_guesses`.
 */
export async function checkoutLease(
  context: Context,
  caller: Caller,
  request: CheckoutRequest,
  commit: Commit<SeatRow>,
): Promise<Outcome<SeatRow>> {
  const { serial, holder, ttlSeconds = defaultTtlSeconds } = request;
  if ((request.licenseId === undefined) === (serial === undefined)) {
    return fail('missing_field', 'Send licenseId or serial, one of them.', 'licenseId');
  }
  const { store, account } = context;
  const search = await findLicenseId(context, caller, request);
  if (!search.ok) return search;
  const licenseId = search.value;
  if (licenseId === undefined) return notFound('serial');
  return commit(async (db, record) => {
    const leaseId = newLeaseId();
    const now = store.now();
    const license = await findLicenseRowById(db, caller, licenseId);
    if (license === undefined) return notFound('licenseId');
    if (license.seats === null) return notCounted;
    const fault = findUseFault(license, now);
    if (fault !== undefined) return fault;
    const seat = await claimSeat(db, {
      accountId: account.id,
      licenseId: license.license_id,
      holder,
      kind: 'lease',
      leaseId,
      now,
      endsAt: endOfLease(now, ttlSeconds, license),
      cap: license.seats,
    });
    if (seat === undefined) return noSeatFree;
    // Otherwise the holder had it already.
    if (seat.lease_id === leaseId) await recordCheckout(record, license, seat);
    return succeed(seat);
  }, 'shared');
}

async function recordCheckout(record: Recorder, license: LicenseRow, seat: SeatRow): Promise<void> {
  const details = { licenseId: license.license_id, generation: seat.generation };
  const { product } = license;
  await record({ action: 'lease.checkout', target: seat.lease_id, product, details });
}

/**
 * By a serial, which can be guessed, or by an id, which cannot. Looked up before the transaction, which may begin again because of others: a wrong
 * serial is one guess. No license gets another serial.
 */
async function findLicenseId(
  context: Context,
  caller: Caller,
  { licenseId, serial = '' }: CheckoutRequest,
): Promise<Outcome<string | undefined>> {
  if (licenseId !== undefined) return succeed(licenseId);
  const search = await trySerial(context, caller, normalizeSerial(serial) ?? '', (normalized) =>
    findLicenseRowBySerial(context.store.db, caller, normalized),
  );
  return search.ok ? succeed(search.value?.license_id) : search;
}

function notFound(field: string) {
  return fail('license_not_found', `Check ${field}: no license has it.`, field);
}

const notCounted = fail(
  'wrong_license_kind',
  'Use a network or token license: seats of others are not counted.',
);
