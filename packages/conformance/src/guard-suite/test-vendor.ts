import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { DomainLicenseClaims } from '@licet/core';
import { hostCaseDomain } from '../host-case.js';

/** When everything here was issued, and the time that the tests live in. */
export const issuedAt = 1_900_000_000;

/** What the licenses here are issued for. */
export const product = 'shop';

/** A vendor made from the published format with node:crypto and nothing of ours. */
export interface TestVendor {
  /** The root key to pin. */
  readonly rootKey: string;
  /** A license for {@link hostCaseDomain} with the feature `reports`, unless the changes say otherwise. */
  sign(changes?: Partial<DomainLicenseClaims>): string;
}

interface KeyPair {
  readonly privateKey: KeyObject;
  readonly jwk: { readonly kty: string; readonly n: string; readonly e: string };
  /** RFC 7638 thumbprint. */
  readonly kid: string;
}

/** Makes the keys of a vendor. */
export function createTestVendor(): TestVendor {
  const [root, leaf] = [createKeyPair(), createKeyPair()];
  const period = { iat: issuedAt, nbf: issuedAt, exp: issuedAt + 86_400 };
  const statement = signJws(
    { alg: 'RS256', typ: 'leaf+jwt', kid: root.kid },
    { v: 1, iss: 'iss_test', jwk: leaf.jwk, use: 'license', ...period },
    root.privateKey,
  );
  const header = { alg: 'RS256', typ: 'domain-license+jwt', kid: leaf.kid, leaf: statement };
  return {
    rootKey: JSON.stringify(root.jwk),
    sign: (changes) => signJws(header, { ...standardClaims, ...changes }, leaf.privateKey),
  };
}

const standardClaims: DomainLicenseClaims = {
  v: 1,
  iss: 'iss_test',
  sub: 'lic_test',
  jti: 'doc_test',
  gen: 1,
  iat: issuedAt,
  product,
  domains: [hostCaseDomain],
  features: ['reports'],
};

function createKeyPair(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const members = JSON.stringify({ e, kty: 'RSA', n });
  return {
    privateKey,
    jwk: { kty: 'RSA', n, e },
    kid: createHash('sha256').update(members).digest('base64url'),
  };
}

function signJws(header: object, payload: object, key: KeyObject): string {
  const parts = [header, payload].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const input = parts.join('.');
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
}
