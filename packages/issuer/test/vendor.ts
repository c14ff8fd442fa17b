import { createTrustedKeys, type DomainLicenseClaims, type TrustedKeys } from '@licet/core';
import {
  certifyLeaf,
  createSigningLanes,
  generateSigningKey,
  type LeafCertification,
  type LeafSigner,
  type SigningKey,
  type SigningLanes,
} from '../src/index.js';

/**
 * A vendor with a root and one leaf for licenses, certified from `leafStart` on and before
 * `leafEnd`.
 */
export interface Vendor {
  readonly issuer: string;
  readonly root: SigningKey;
  readonly signer: LeafSigner;
  readonly lanes: SigningLanes;
  readonly pins: TrustedKeys;
}

export const leafStart = 1_700_000_000;
export const leafEnd = 1_800_000_000;

export async function createVendor(changes: Partial<LeafCertification> = {}): Promise<Vendor> {
  const lanes = createSigningLanes({ lanes: 2 });
  const [root, key] = await Promise.all([
    generateSigningKey({ modulusBits: 2048 }),
    generateSigningKey({ modulusBits: 2048 }),
  ]);
  const certification: LeafCertification = {
    root,
    leaf: key.publicKey,
    issuer: 'iss_vendor',
    use: 'license',
    issuedAt: leafStart,
    notBefore: leafStart,
    expiresAt: leafEnd,
    ...changes,
  };
  const statement = await certifyLeaf(certification, lanes);
  const pins = createTrustedKeys(root.publicKey.jwk);
  return { issuer: certification.issuer, root, signer: { key, statement }, lanes, pins };
}

/** The smallest license there is, issued while the leaf of {@link createVendor} is certified. */
export const smallestClaims: DomainLicenseClaims = {
  v: 1,
  iss: 'iss_vendor',
  sub: 'lic_1',
  jti: 'doc_1',
  gen: 1,
  iat: 1_750_000_000,
  product: 'shop',
  domains: [{ name: 'example.com', scope: 'host+www' }],
};

/** A license that says everything the format has words for. */
export const fullClaims: Required<DomainLicenseClaims> = {
  ...smallestClaims,
  nbf: 1_750_000_100,
  exp: 1_790_000_000,
  domains: [
    { name: 'example.com', scope: 'host+www' },
    { name: 'xn--bcher-kva.example', scope: 'one-label' },
    { name: '192.0.2.7', scope: 'host' },
  ],
  key: 'A'.repeat(43),
  features: ['reports', 'export'],
  maintenance: { supported: true, until: 1_780_000_000 },
  policy: {
    graceDays: 7,
    offlineDays: 30,
    onExpiry: 'read-only',
    onStale: 'warn',
    onClockBack: 'block',
    devHosts: false,
  },
  status: { status_list: { idx: 77, uri: 'urn:licet:iss_vendor:status:0' } },
  holder: 'Bücher & Söhne',
  must: ['policy', 'status'],
};
