import type { EpochSeconds } from '@licet/core';
import { findLicenseByKey, type License } from '../../db/licenses.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { Caller } from '../api-keys/authenticate.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import { changeLicense, type LicenseEdit } from './change-license.js';
import { parseFutureEnd } from './dates.js';
import { parseDomainKey, tryDomainKey } from './domain-key.js';
import { describeRenewal } from './describe-renewal.js';
import { findEndFault } from './find-end-fault.js';

/** What operation 3 is asked. */
export interface RenewalRequest {
  readonly domainKey: string;
  readonly newValidToDate: string;
}

/**
 * Sets a later end and signs a new file, which keeps the status slot of the one before. Asking for the present end again is answered alike
 * and changes nothing. Codes: `invalid_field`, `invalid_date`, `date_not_in_future`, `license_not_found`, `license_revoked`,
 * `permanent_license`, `date_before_current_end`, `license_too_large`, `too_many_guesses`.
 */
export async function renewDomainLicense(
  context: Context,
  caller: Caller,
  request: RenewalRequest,
  commit: Commit<License>,
): Promise<Outcome<License>> {
  const { store } = context;
  const key = parseDomainKey(request.domainKey, 'domainKey');
  if (!key.ok) return key;
  const end = parseFutureEnd(request.newValidToDate, 'newValidToDate', store.now());
  if (!end.ok) return end;
  const find = async () => {
    const search = await tryDomainKey(context, caller, key.value, (keyHmac) =>
      findLicenseByKey(store.db, caller, keyHmac),
    );
    if (!search.ok) return search;
    return search.value
      ? succeed(search.value)
      : fail('license_not_found', 'No license has this key: generate one first.', 'domainKey');
  };
  const decide = (license: License) => decideRenewal(license, end.value);
  return changeLicense(context, { find, decide }, commit);
}

function decideRenewal(license: License, end: EpochSeconds): Outcome<LicenseEdit | undefined> {
  const fault = findEndFault(license, end, 'newValidToDate');
  if (fault !== undefined) return fault;
  if (license.valid_to === end) return succeed(undefined);
  return succeed({ ...describeRenewal(license, end), endsDocuments: false });
}
