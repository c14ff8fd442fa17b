import { matchesDomain, parseDomainName, type DomainEntry } from '@licet/core';
import { parseLicensedDomain } from '@licet/issuer';
import { findNewestDocument } from '../../db/documents.js';
import { findLicenseByKey, type License } from '../../db/licenses.js';
import type { DocumentRow } from '../../db/tables.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { Caller } from '../api-keys/authenticate.js';
import type { Context } from '../context.js';
import { parseDomainKey, tryDomainKey } from './domain-key.js';
import { findStateFault } from './license-state.js';
import { findSignatureFault } from './re-sign-license.js';

/** What operation 7 is asked. */
export interface ActivationRequest {
  readonly scriptName: string;
  readonly domainName: string;
  readonly domainKey: string;
}

/**
 * Finds the newest file of the license that a key has for a domain. The bytes are those that were stored. Codes: `invalid_field`,
 * `invalid_domain`, `license_not_found` (whichever of the three is wrong), `license_revoked`, `license_suspended`,
 * `license_file_burnt`, `too_many_guesses`.
 */
export async function activateDomainLicense(
  context: Context,
  caller: Caller,
  request: ActivationRequest,
): Promise<Outcome<DocumentRow>> {
  const key = parseDomainKey(request.domainKey, 'domainKey');
  if (!key.ok) return key;
  const isAskedFor = parseAskedDomain(request.domainName);
  if (!isAskedFor.ok) return isAskedFor;
  const { store, account } = context;
  // A right key with a wrong domain counts as a wrong guess too, or the count would tell that it is right.
  const isMeant = ({ product, domains }: License) =>
    product === request.scriptName && isAskedFor.value(domains);
  const search = await tryDomainKey(context, caller, key.value, async (keyHmac) => {
    const found = await findLicenseByKey(store.db, caller, keyHmac);
    return found !== undefined && isMeant(found) ? found : undefined;
  });
  if (!search.ok) return search;
  const license = search.value;
  if (license === undefined)
    return fail('license_not_found', 'Check script, domain and key: no license has all three.');
  const fault = findStateFault(license);
  if (fault !== undefined) return fault;
  const document = await findNewestDocument(store.db, account.id, license.license_id);
  if (document === undefined) throw new Error(`The license ${license.license_id} has no document.`);
  return findSignatureFault(document, license) ?? succeed(document);
}

type DomainTest = (licensed: readonly DomainEntry[]) => boolean;

/** An installation asks by its own name; a wildcard asks for the very entry, as a vendor wrote it in operation 1. */
function parseAskedDomain(text: string): Outcome<DomainTest> {
  const host = parseDomainName(text);
  if (host.ok) return succeed((licensed) => matchesDomain(host.name, licensed));
  const wildcard = text.startsWith('*') ? parseLicensedDomain(text) : undefined;
  if (wildcard?.ok !== true) return fail('invalid_domain', host.detail, 'domainName');
  const { name, scope } = wildcard.entry;
  return succeed((licensed) =>
    licensed.some((entry) => entry.name === name && entry.scope === scope),
  );
}
