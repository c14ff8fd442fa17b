import { domainKeyHash, matchesDomain, parseDomainName, type VerifiedLicense } from '@licet/core';
import type { License } from '../../db/licenses.js';
import type { Outcome } from '../../problems.js';
import type { Caller } from '../api-keys/authenticate.js';
import type { Context } from '../context.js';
import { parseDomainKey, tryDomainKey } from '../licenses/domain-key.js';
import type { DomainLicenseRequest } from '../licenses/generate-domain-license.js';
import { isRegisteredKey } from './is-registered-key.js';
import { judgeDocument } from './judge-document.js';
import { decodeFile, verifyPresented } from './presented-document.js';
import { refuse, valid, type Validity } from './validity.js';

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
  const registered = await context.registeredKeys();
  const text = decodeFile(request.webLicenseFile) ?? '';
  const expected = { kind: 'domain-license', product: request.scriptname } as const;
  const license = verifyPresented(text, expected, registered);
  if (license === undefined) return refuse(context, 'not_genuine');
  const { product } = license;
  if (!isRegisteredKey(request.publickey, registered))
    return refuse(context, 'unregistered_public_key', product);
  if (!isForDomain(license, request.domainname)) return refuse(context, 'wrong_binding', product);
  const judgment = await judgeDocument(context, caller, license);
  if (!judgment.ok) return refuse(context, judgment.reason, product);
  const search = await tryDomainKey(context, caller, key.value, (keyHmac) => {
    const isRight = isForKey(license, judgment.record, { normalizedKey: key.value, keyHmac });
    return Promise.resolve(isRight ? judgment.record : undefined);
  });
  if (!search.ok) return search;
  return search.value === undefined ? refuse(context, 'wrong_binding', product) : valid;
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
  { licenseId, keyHash }: VerifiedLicense,
  record: License,
  { normalizedKey, keyHmac }: KeyForms,
): boolean {
  const isSigned = keyHash === undefined || keyHash === domainKeyHash(licenseId, normalizedKey);
  return isSigned && record.key_hmac === keyHmac;
}
