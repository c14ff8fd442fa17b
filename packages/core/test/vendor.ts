import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { DocumentClaims, DocumentKind, DomainLicenseClaims } from '../src/document/claims.js';

/**
 * A vendor made of bare node:crypto, so that these tests check the format itself and not what the issuer makes of it.
 */
export interface TestKey {
  readonly privateKey: KeyObject;
  readonly jwk: { readonly kty: 'RSA'; readonly n: string; readonly e: string };
  readonly pem: string;
  readonly kid: string;
}

export const issuedAt = 1_750_000_000;

export function makeKey(modulusLength = 2048, publicExponent = 65_537): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength, publicExponent });
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const kid = createHash('sha256')
    .update(JSON.stringify({ e, kty: 'RSA', n }))
    .digest('base64url');
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  return { privateKey, jwk: { kty: 'RSA', n, e }, pem, kid };
}

export function encode(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return Buffer.from(text, 'utf8').toString('base64url');
}

/** Signs any header and payload, given as objects or as raw JSON text. */
export function signJws(header: unknown, payload: unknown, key: TestKey): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${sign('sha256', Buffer.from(input), key.privateKey).toString('base64url')}`;
}

export function certify(root: TestKey, leaf: TestKey, changes: object = {}): string {
  const payload = {
    v: 1,
    iss: 'iss_test',
    jwk: leaf.jwk,
    use: 'license',
    iat: issuedAt - 1000,
    nbf: issuedAt - 1000,
    exp: issuedAt + 1000,
    ...changes,
  };
  return signJws({ alg: 'RS256', typ: 'leaf+jwt', kid: root.kid }, payload, root);
}

export const claims: DomainLicenseClaims = {
  v: 1,
  iss: 'iss_test',
  sub: 'lic_1',
  jti: 'doc_1',
  gen: 1,
  iat: issuedAt,
  product: 'acme-shop',
  domains: [{ name: 'example.com', scope: 'host+www' }],
};

const { domains, ...common } = claims;
const machine = { ...common, serial: 'SERIAL12345', computerId: 'COMPUTER-1', siteCode: 'SITE-1' };

/** A good payload of each kind, with all the claims that make it one of its kind. */
export const claimsOf: DocumentClaims = {
  'domain-license': { ...common, domains },
  'single-user-license': machine,
  activation: machine,
  'network-license': { ...common, serial: 'SERIAL12345', serverPath: 'c:/srv/licenses', seats: 5 },
  'token-license': {
    ...common,
    exp: issuedAt + 1000,
    serial: 'SERIAL12345',
    identifier: 'DEVICE12345',
    bound: true,
  },
  lease: {
    ...common,
    exp: issuedAt + 1000,
    serial: 'SERIAL12345',
    lease: 'lease_1',
    leaseGen: 3,
    identifier: 'DEVICE12345',
  },
};

/** All kinds of license documents. */
export const kinds: readonly DocumentKind[] = Object.keys(claimsOf) as DocumentKind[];

/** A vendor with a root and one leaf; `license` signs the standard claims with changes, `undefined` leaving one out. */
export interface TestVendor {
  readonly root: TestKey;
  readonly leaf: TestKey;
  readonly statement: string;
  license(changes?: Record<string, unknown>): string;
  /** The same for any kind. */
  document(kind: DocumentKind, changes?: Record<string, unknown>): string;
  sign(header: Record<string, unknown>, payload: unknown): string;
}

export function makeVendor(
  root: TestKey = makeKey(),
  leaf: TestKey = makeKey(),
  statement: string = certify(root, leaf),
): TestVendor {
  const header = { alg: 'RS256', typ: 'domain-license+jwt', kid: leaf.kid, leaf: statement };
  return {
    root,
    leaf,
    statement,
    license: (changes: Record<string, unknown> = {}): string =>
      signJws(header, { ...claims, ...changes }, leaf),
    document: (kind: DocumentKind, changes: Record<string, unknown> = {}): string =>
      signJws({ ...header, typ: `${kind}+jwt` }, { ...claimsOf[kind], ...changes }, leaf),
    sign: (headerChanges: Record<string, unknown>, payload: unknown): string =>
      signJws({ ...header, ...headerChanges }, payload, leaf),
  };
}
