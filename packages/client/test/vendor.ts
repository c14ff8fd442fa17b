import {
  domainKeyHash,
  encodeBase64,
  normalizeDomainKey,
  type DomainLicenseClaims,
} from '@licet/core';
import {
  certifyLeaf,
  createDomainKey,
  createSigningLanes,
  exportPublicKey,
  generateSigningKey,
  newDocumentId,
  newIssuerId,
  newLicenseId,
  signLicense,
} from '@licet/issuer';
import { domain } from './guarded-app.js';
import { http } from './raw-server.js';
import { product } from './vendor-server.js';

/** A vendor with real keys who signs anything, to be served by a server without manners. */
export interface Vendor {
  /** What an application pins. */
  readonly rootPem: string;
  /** The key of the license. */
  readonly domainKey: string;
  /** Signs the standard claims with changes, `undefined` leaving one out. */
  readonly sign: (changes?: ClaimChanges) => Promise<string>;
}

export type ClaimChanges = {
  readonly [K in keyof DomainLicenseClaims]?: DomainLicenseClaims[K] | undefined;
};

/** 2026-07-01T00:00:00Z: when everything is signed unless a test says otherwise. */
export const issuedAt = 1_782_864_000;
const day = 86_400;

export async function createVendor(): Promise<Vendor> {
  const lanes = createSigningLanes();
  const [root, key] = [
    await generateSigningKey({ modulusBits: 2048 }),
    await generateSigningKey({ modulusBits: 2048 }),
  ];
  const issuer = newIssuerId();
  const validity = { issuedAt, notBefore: issuedAt, expiresAt: issuedAt + 1000 * day };
  const statement = await certifyLeaf(
    { root, leaf: key.publicKey, issuer, use: 'license', ...validity },
    lanes,
  );
  const domainKey = createDomainKey();
  const sub = newLicenseId();
  const claims: DomainLicenseClaims = {
    v: 1,
    iss: issuer,
    sub,
    jti: newDocumentId(),
    gen: 1,
    iat: issuedAt,
    product,
    domains: [{ name: domain, scope: 'host' }],
    key: domainKeyHash(sub, normalizeDomainKey(domainKey)!),
  };
  return {
    rootPem: exportPublicKey(root.publicKey).pem,
    domainKey,
    sign: (changes) =>
      signLicense(
        'domain-license',
        { ...claims, ...changes } as DomainLicenseClaims,
        { key, statement },
        lanes,
      ),
  };
}

/** The signed claims of a license. */
export function claimsOf(license: string): DomainLicenseClaims {
  const [, payload = ''] = license.split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as DomainLicenseClaims;
}

/** A license with other claims under the old signature. */
export function forge(license: string, changes: object): string {
  const [header, , signature] = license.split('.');
  const claims = JSON.stringify({ ...claimsOf(license), ...changes });
  return [header, Buffer.from(claims).toString('base64url'), signature].join('.');
}

/** What operation 7 answers with a license. */
export function activation(license: string): string {
  const licenseFileBase64 = encodeBase64(new TextEncoder().encode(license));
  return http(200, { status: 'success', licenseFileBase64, licenseFileName: 'license.lic' });
}
