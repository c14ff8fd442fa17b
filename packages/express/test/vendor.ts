import type { DomainLicenseClaims } from '@licet/core';
import {
  certifyLeaf,
  createSigningLanes,
  exportPublicKey,
  generateSigningKey,
  newDocumentId,
  newIssuerId,
  newLicenseId,
  signLicense,
} from '@licet/issuer';

/** What the tests' licenses are issued for. */
export const product = 'acme-shop';
export const host = 'shop.example.com';

/** 2026-01-01T00:00:00Z: when everything was signed, and the tests' present time unless they say otherwise. */
export const issuedAt = 1_767_225_600;

/** A vendor with real keys. */
export interface Vendor {
  /** What an application pins. */
  readonly rootPem: string;
  sign(claims?: Partial<DomainLicenseClaims>): Promise<string>;
}

/** Makes the keys of a vendor; the smallest size that guards accept, as tests make many. */
export async function createVendor(): Promise<Vendor> {
  const lanes = createSigningLanes();
  const root = await generateSigningKey({ modulusBits: 2048 });
  const key = await generateSigningKey({ modulusBits: 2048 });
  const issuer = newIssuerId();
  const validity = { issuedAt, notBefore: issuedAt, expiresAt: issuedAt + 1000 };
  const statement = await certifyLeaf(
    { root, leaf: key.publicKey, issuer, use: 'license', ...validity },
    lanes,
  );
  const claims: DomainLicenseClaims = {
    v: 1,
    iss: issuer,
    sub: newLicenseId(),
    jti: newDocumentId(),
    gen: 1,
    iat: issuedAt,
    product,
    domains: [{ name: host, scope: 'host' }],
    features: ['reports'],
  };
  return {
    rootPem: exportPublicKey(root.publicKey).pem,
    sign: (changes) =>
      signLicense('domain-license', { ...claims, ...changes }, { key, statement }, lanes),
  };
}
