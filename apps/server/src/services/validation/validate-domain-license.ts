import {
  compareDomainKey,
  matchesDomain,
  parseDomainName,
  type VerifiedLicense,
} from '@licet/core';
import type { LicenseRow } from '../../db/tables.js';
import type { Outcome } from '../../problems.js';
import type { Caller } from '../api-keys/authenticate.js';
import type { Context } from '../context.js';
import { parseDomainKey, tryDomainKey } from '../licenses/domain-key.js';
import type { DomainLicenseRequest } from '../licenses/generate-domain-license.js';
import { judgePresented } from './judge-presented.js';
import { decodeFile } from './presented-document.js';
import { toValidity, type Validity } from './validity.js';

/** What operation 6 is asked. */
export interface DomainValidationRequest extends DomainLicenseRequest {
  /** Base64 of the file. */
  readonly webLicenseFile: string;
  readonly publickey?: string;
}

/**
 * Tells whether a license file is good for a script, a domain and a key, now. A file that a later one has replaced stays good until its own
 * end, unless the later one gives less or is for another domain or key. A wrong key beside a genuine file is a guess. Codes:
 * `invalid_field`, `too_many_guesses`.
 */
export async function validateDomainLicense(
  context: Context,
  caller: Caller,
  request: DomainValidationRequest,
): Promise<Outcome<Validity>> {
  const key = parseDomainKey(request.domainkey, 'domainkey');
  if (!key.ok) return key;
  const verdict = await judgePresented(context, caller, {
    kind: 'domain-license',
    product: request.scriptname,
    text: decodeFile(request.webLicenseFile) ?? '',
    publickey: request.publickey,
    isForBearer: (license) => isForDomain(license, request.domainname),
  });
  if (!verdict.ok) return toValidity(context, verdict);
  const { license, record } = verdict;
  const search = await tryDomainKey(context, caller, key.value, (keyHmac) => {
    const isRight = isForKey(license, record, { normalizedKey: key.value, keyHmac });
    return Promise.resolve(isRight ? verdict : undefined);
  });
  if (!search.ok) return search;
  const { product } = license;
  return toValidity(context, search.value ?? { ok: false, reason: 'wrong_binding', product });
}

function isForDomain({ domains }: VerifiedLicense, domainname: string): boolean {
  const host = parseDomainName(domainname);
  return host.ok && matchesDomain(host.name, domains);
}

interface KeyForms {
  readonly normalizedKey: string;
  readonly keyHmac: string;
}

function isForKey(
  license: VerifiedLicense,
  record: LicenseRow,
  { normalizedKey, keyHmac }: KeyForms,
): boolean {
  return compareDomainKey(license, normalizedKey) !== 'other' && record.key_hmac === keyHmac;
}
