import { formatInstant } from '@licet/core';
import { findLicenseRowByKey } from '../../db/licenses.js';
import type { LicenseRow } from '../../db/tables.js';
import { succeed, type Outcome } from '../../problems.js';
import type { Caller } from '../api-keys/authenticate.js';
import type { Context } from '../context.js';
import { parseDomainKey, tryDomainKey } from './domain-key.js';

/** What operation 2 answers. */
export interface LicenseStatus {
  readonly valid: boolean;
  readonly message: string;
}

/**
 * Tells from the record how a license stands. A key that nobody has costs the same one look-up and is answered in the same form. Codes:
 * `invalid_field`, `too_many_guesses`.
 */
export async function checkLicenseStatus(
  context: Context,
  caller: Caller,
  domainKey: string,
): Promise<Outcome<LicenseStatus>> {
  const key = parseDomainKey(domainKey, 'domainKey');
  if (!key.ok) return key;
  const { store } = context;
  const search = await tryDomainKey(context, caller, key.value, (keyHmac) =>
    findLicenseRowByKey(store.db, caller, keyHmac),
  );
  return search.ok ? succeed(toStatus(search.value, store.now())) : search;
}

function toStatus(row: LicenseRow | undefined, now: number): LicenseStatus {
  if (row === undefined) return invalid('No license was found for this key.');
  const { state, state_changed_at: changedAt, valid_from: from, valid_to: to } = row;
  if (state === 'revoked') return invalid(`License was revoked on ${formatInstant(changedAt)}.`);
  if (state === 'suspended')
    return invalid(`License was suspended on ${formatInstant(changedAt)}.`);
  if (from !== null && now < from)
    return invalid(`License is not valid before ${formatInstant(from)}.`);
  if (to === null) {
    return { valid: true, message: 'Permanent License detected. No expiration date set.' };
  }
  return now < to
    ? { valid: true, message: `License is valid until ${formatInstant(to)}.` }
    : invalid(`License expired on ${formatInstant(to)}.`);
}

function invalid(message: string): LicenseStatus {
  return { valid: false, message };
}
