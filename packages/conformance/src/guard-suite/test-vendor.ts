import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  sign,
  type KeyObject,
} from 'node:crypto';
import type { DomainLicenseClaims } from '@licet/core';
import { hostCaseDomain } from '../host-case.js';

/** When everything here was issued, and the time that the tests live in. */
export const issuedAt = 1_900_000_000;

/** What the licenses here are issued for. */
export const product = 'shop';

/** A vendor made from the published format with node:crypto and nothing of ours. */
export interface TestVendor {
  /** The root key to pin, as a JWK. */
  readonly rootKey: string;
  /** The same as PEM and as RSAKeyValue XML. */
  readonly rootPem: string;
  readonly rootXml: string;
  /** A license for {@link hostCaseDomain} with the feature `reports`, unless the changes say otherwise. */
  sign(changes?: Partial<DomainLicenseClaims>): string;
}

interface KeyPair {
  readonly privateKey: KeyObject;
  readonly jwk: { readonly kty: string; readonly n: string; readonly e: string };
  /** RFC 7638 thumbprint. */
  readonly kid: string;
}

/** Makes the keys of a vendor who issues everything at one time, {@link issuedAt} by default. */
export function createTestVendor(iat: number = issuedAt): TestVendor {
  const [root, leaf] = [createKeyPair(), createKeyPair()];
  const period = { iat, nbf: iat, exp: iat + 86_400 };
  const statement = signJws(
    { alg: 'RS256', typ: 'leaf+jwt', kid: root.kid },
    { v: 1, iss: 'iss_test', jwk: leaf.jwk, use: 'license', ...period },
    root.privateKey,
  );
  const header = { alg: 'RS256', typ: 'domain-license+jwt', kid: leaf.kid, leaf: statement };
  return {
    rootKey: JSON.stringify(root.jwk),
    rootPem: createPublicKey(root.privateKey).export({ format: 'pem', type: 'spki' }).toString(),
    rootXml: toXml(root.jwk),
    sign: (changes) => signJws(header, { ...standardClaims, iat, ...changes }, leaf.privateKey),
  };
}

const standardClaims: Omit<DomainLicenseClaims, 'iat'> = {
  v: 1,
  iss: 'iss_test',
  sub: 'lic_test',
  jti: 'doc_test',
  gen: 1,
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

function toXml({ n, e }: KeyPair['jwk']): string {
  const [modulus, exponent] = [n, e].map((part) =>
    Buffer.from(part, 'base64url').toString('base64'),
  );
  return `<RSAKeyValue><Modulus>${modulus}</Modulus><Exponent>${exponent}</Exponent></RSAKeyValue>`;
}

function signJws(header: object, payload: object, key: KeyObject): string {
  const parts = [header, payload].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const input = parts.join('.');
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
}
