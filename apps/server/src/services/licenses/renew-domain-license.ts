import { formatInstant, parseEndInstant, type EpochSeconds } from '@licet/core';
import { findNewestDocument, insertDocument } from '../../db/documents.js';
import { findLicenseByKey, updateLicense } from '../../db/licenses.js';
import type { LicenseRow } from '../../db/tables.js';
import { fail, succeed, type Failure, type Outcome } from '../../problems.js';
import type { Caller } from '../api-keys/authenticate.js';
import type { AuditDraft } from '../audit/audit-log.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import { parseDomainKey, tryDomainKey } from './domain-key.js';
import { fileOf } from './file-claims.js';
import { signDocument } from './sign-document.js';

/** What operation 3 is asked. */
export interface RenewalRequest {
  readonly domainKey: string;
  readonly newValidToDate: string;
}

/** The end that the license has now. */
export interface Renewal {
  readonly valid_to: EpochSeconds;
}

/**
 * Sets a later end and signs a new file, which keeps the status slot of the one before. Asking for the present end again is answered alike
 * and changes nothing. Codes: `invalid_field`, `invalid_date`, `date_not_in_future`, `license_not_found`, `license_revoked`,
 * `permanent_license`, `date_before_current_end`, `too_many_guesses`.
 */
export async function renewDomainLicense(
  context: Context,
  caller: Caller,
  request: RenewalRequest,
  commit: Commit<Renewal>,
): Promise<Outcome<Renewal>> {
  const key = parseDomainKey(request.domainKey, 'domainKey');
  if (!key.ok) return key;
  const end = parseEnd(request.newValidToDate, context.store.now());
  if (!end.ok) return end;
  for (;;) {
    const outcome = await tryToRenew(context, caller, key.value, end.value, commit);
    if (outcome !== undefined) return outcome;
  }
}

/** `undefined` when the license or the signing key changed meanwhile; each such miss is somebody else's success. */
async function tryToRenew(
  context: Context,
  caller: Caller,
  normalizedKey: string,
  end: EpochSeconds,
  commit: Commit<Renewal>,
): Promise<Outcome<Renewal> | undefined> {
  const { store, account, signers } = context;
  const search = await tryDomainKey(context, caller, normalizedKey, (keyHmac) =>
    findLicenseByKey(store.db, caller, keyHmac),
  );
  if (!search.ok) return search;
  const license = search.value;
  if (license === undefined)
    return fail('license_not_found', 'No license has this key: generate one first.', 'domainKey');
  const fault = findRenewalFault(license, end);
  if (fault !== undefined) return fault;
  if (license.valid_to === end) return succeed({ valid_to: end });
  const last = await findNewestDocument(store.db, account.id, license.license_id);
  if (last === undefined) throw new Error(`The license ${license.license_id} has no document.`);
  const renewed = { ...license, valid_to: end, gen: license.gen + 1 };
  const order = {
    ...fileOf(renewed, context),
    license: renewed,
    slot: last,
    issuedAt: store.now(),
  };
  const { row, signer } = await signDocument(context, order);
  return commit(async (db, record) => {
    if (!(await signers.isActive(db, signer))) return undefined;
    const change = { valid_to: end, gen: renewed.gen };
    if (!(await updateLicense(db, license, change))) return undefined;
    await insertDocument(db, row);
    await record(describeRenewal(license, change));
    return succeed({ valid_to: end });
  });
}

function describeRenewal(
  { license_id: target, product, valid_to: previousEnd }: LicenseRow,
  { valid_to: end, gen: generation }: Pick<LicenseRow, 'gen'> & Renewal,
): AuditDraft {
  const details = {
    validTo: formatInstant(end),
    ...(previousEnd !== null && { previousValidTo: formatInstant(previousEnd) }),
    generation,
  };
  return { action: 'license.renew', target, product, details };
}

function parseEnd(text: string, now: EpochSeconds): Outcome<EpochSeconds> {
  const end = parseEndInstant(text);
  if (end === undefined) {
    const detail = 'Send the date in the form 2026-12-30T13:02:38Z, with a zone.';
    return fail('invalid_date', detail, 'newValidToDate');
  }
  return end > now
    ? succeed(end)
    : fail('date_not_in_future', 'Send a date that is still to come.', 'newValidToDate');
}

function findRenewalFault(
  { state, valid_to: currentEnd }: LicenseRow,
  end: EpochSeconds,
): Failure | undefined {
  if (state === 'revoked')
    return fail('license_revoked', 'A revoked license is not renewed: issue another.');
  if (currentEnd === null)
    return fail('permanent_license', 'A permanent license has no end to move.');
  if (end >= currentEnd) return undefined;
  const detail = `Send a date from ${formatInstant(currentEnd)} on, when the license ends now.`;
  return fail('date_before_current_end', detail, 'newValidToDate');
}
