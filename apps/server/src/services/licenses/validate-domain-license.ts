import {
  decodeBase64,
  domainKeyHash,
  matchesDomain,
  parseDomainName,
  parsePublicKey,
  verifyDocument,
  type VerifiedLicense,
} from '@licet/core';
import { findLicenseById, type License } from '../../db/licenses.js';
import type { Reach } from '../../db/reach.js';
import { succeed, type Outcome } from '../../problems.js';
import type { Caller } from '../api-keys/authenticate.js';
import type { Context } from '../context.js';
import type { RegisteredKeys } from '../signing/registered-keys.js';
import { parseDomainKey, tryDomainKey } from './domain-key.js';
import type { DomainLicenseRequest } from './generate-domain-license.js';

/** What operation 6 is asked. */
export interface ValidationRequest extends DomainLicenseRequest {
  /** Base64 of the file. */
  readonly webLicenseFile: string;
  readonly publickey?: string;
}

/** What operation 6 answers. */
export interface Validity {
  readonly valid: boolean;
}

/**
 * Tells whether a license file is good for a script, a domain and a key, now. A file that a later one has replaced stays good until its own
 * end. A wrong key beside a genuine file is a guess. Codes: `invalid_field`, `too_many_guesses`.
 */
export async function validateDomainLicense(
  context: Context,
  caller: Caller,
  request: ValidationRequest,
): Promise<Outcome<Validity>> {
  const key = parseDomainKey(request.domainkey, 'domainkey');
  if (!key.ok) return key;
  const registered = await context.registeredKeys();
  const license = verifyFile(request, registered);
  const isGenuine =
    license !== undefined &&
    isRegistered(request.publickey, registered) &&
    isForDomain(license, request.domainname) &&
    isWithinDates(license, context.store.now());
  if (!isGenuine) return succeed({ valid: false });
  const search = await tryDomainKey(context, caller, key.value, (keyHmac) =>
    findRecord(context, caller, license, { normalizedKey: key.value, keyHmac }),
  );
  return search.ok ? succeed({ valid: search.value?.state === 'active' }) : search;
}

function verifyFile(
  { webLicenseFile, scriptname }: ValidationRequest,
  { licensePins: pins }: RegisteredKeys,
): VerifiedLicense | undefined {
  const bytes = decodeBase64(webLicenseFile);
  if (bytes === undefined || pins === undefined) return undefined;
  const verification = verifyDocument(Buffer.from(bytes).toString('latin1'), {
    kind: 'domain-license',
    product: scriptname,
    pins,
  });
  return verification.ok ? verification.license : undefined;
}

/** A key that the caller sends proves nothing; it only must not be a stranger's. */
function isRegistered(publickey: string | undefined, { kids }: RegisteredKeys): boolean {
  if (publickey === undefined) return true;
  const parsing = parsePublicKey(publickey);
  return parsing.ok && kids.has(parsing.key.thumbprint);
}

function isForDomain({ domains }: VerifiedLicense, domainname: string): boolean {
  const host = parseDomainName(domainname);
  return host.ok && matchesDomain(host.name, domains);
}

function isWithinDates({ validFrom, expiresAt }: VerifiedLicense, now: number): boolean {
  return (
    (validFrom === undefined || validFrom <= now) && (expiresAt === undefined || now < expiresAt)
  );
}

interface KeyForms {
  readonly normalizedKey: string;
  readonly keyHmac: string;
}

/** The record of a genuine file, when the key is its. */
async function findRecord(
  { store }: Context,
  reach: Reach,
  { licenseId, keyHash }: VerifiedLicense,
  { normalizedKey, keyHmac }: KeyForms,
): Promise<License | undefined> {
  if (keyHash !== undefined && keyHash !== domainKeyHash(licenseId, normalizedKey))
    return undefined;
  const record = await findLicenseById(store.db, reach, licenseId);
  return record?.key_hmac === keyHmac ? record : undefined;
}
