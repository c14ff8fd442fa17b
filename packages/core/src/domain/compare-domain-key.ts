import { domainKeyHash, normalizeDomainKey } from './domain-key.js';

/** The license whose key is compared, as a `VerifiedLicense` has it. */
export interface KeyedLicense {
  readonly licenseId: string;
  /** The signed `key`; absent when the key is imported. */
  readonly keyHash: string | undefined;
}

/** `not-signed`: the license does not say what its key is, and only its server knows. */
export type KeyComparison = 'same' | 'other' | 'not-signed';

/** Compares a domain key, as somebody typed it or normalized, with the one that a license was sold with. */
export function compareDomainKey({ licenseId, keyHash }: KeyedLicense, key: string): KeyComparison {
  if (keyHash === undefined) return 'not-signed';
  const normalized = normalizeDomainKey(key);
  if (normalized === undefined) return 'other';
  return domainKeyHash(licenseId, normalized) === keyHash ? 'same' : 'other';
}
