import {
  compareDomainKey,
  matchesDomain,
  parseClaims,
  readDocument,
  type DomainLicenseClaims,
} from '@licet/core';
import type { CacheState } from './cache-state.js';
import type { LicenseOrder } from './options.js';
import type { RefreshFailureCode } from './refresh.js';

/**
 * Why a license is not the one that was ordered, before anybody verifies it: every signed license of a vendor is good for the gate, that of
 * another customer too. Codes: `too_large`, `malformed`, `bad_claims`, `needs_newer_guard`, `wrong_license`, `older_document`.
 */
export function findFault(
  text: string,
  order: LicenseOrder,
  state: CacheState | undefined,
): RefreshFailureCode | undefined {
  const reading = readDocument(text);
  if (!reading.ok) return reading.code;
  const parsing = parseClaims('domain-license', reading.document.payload);
  if (!parsing.ok) return parsing.code;
  if (!isOrdered(parsing.claims, order)) return 'wrong_license';
  return isOlder(parsing.claims, state) ? 'older_document' : undefined;
}

/** A license with an imported key does not name it. */
function isOrdered(
  { product, domains, key: keyHash, sub: licenseId }: DomainLicenseClaims,
  order: LicenseOrder,
): boolean {
  return (
    product === order.product &&
    matchesDomain(order.domain, domains) &&
    compareDomainKey({ licenseId, keyHash }, order.normalizedKey) !== 'other'
  );
}

function isOlder({ sub, gen }: DomainLicenseClaims, state: CacheState | undefined): boolean {
  return sub === state?.licenseId && gen < state.generation;
}
