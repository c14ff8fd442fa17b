import type { EpochSeconds } from '@licet/core';
import type { License } from '../../db/licenses.js';
import type { Reach } from '../../db/reach.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import { changeLicense, findLicense, type LicenseEdit } from './change-license.js';
import { parseFutureEnd } from './dates.js';
import { describeRenewal } from './describe-renewal.js';
import { findEndFault } from './find-end-fault.js';
import { findStateFault } from './license-state.js';

/** What a renewal is asked. */
export interface RenewRequest {
  /** The new end; null for none. */
  readonly validTo: string | null;
  /** The end may come earlier than now; what was delivered stops being good then. */
  readonly allowShorter?: boolean;
}

/**
 * Moves the end of a license of any kind. The present end again changes nothing. Codes: `license_not_found`, `invalid_date`,
 * `date_not_in_future`, `invalid_field` (an end before the start), `license_revoked`, and without `allowShorter` `permanent_license` and
 * `date_before_current_end`, with it `license_suspended`; `license_too_large`.
 */
export async function renewLicense(
  context: Context,
  reach: Reach,
  { id, validTo, allowShorter = false }: RenewRequest & { readonly id: string },
  commit: Commit<License>,
): Promise<Outcome<License>> {
  const { store } = context;
  const end = validTo === null ? succeed(null) : parseFutureEnd(validTo, 'validTo', store.now());
  if (!end.ok) return end;
  const find = () => findLicense(store.db, reach, id);
  const decide = (license: License) => decideRenewal(license, end.value, allowShorter);
  return changeLicense(context, { find, decide }, commit);
}

function decideRenewal(
  license: License,
  end: EpochSeconds | null,
  allowShorter: boolean,
): Outcome<LicenseEdit | undefined> {
  const { valid_from: start, valid_to: currentEnd } = license;
  const fault = findEndFault(license, end, 'validTo');
  const isShorter = (end ?? Infinity) < (currentEnd ?? Infinity);
  if (fault !== undefined && (license.state === 'revoked' || !allowShorter)) return fault;
  if (end === currentEnd) return succeed(undefined);
  if (end !== null && start !== null && end <= start)
    return fail('invalid_field', 'Send an end that is after the start.', 'validTo');
  const stateFault = isShorter ? findStateFault(license) : undefined;
  return stateFault ?? succeed({ ...describeRenewal(license, end), endsDocuments: isShorter });
}
