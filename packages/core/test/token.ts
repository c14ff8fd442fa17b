import { createHmac, randomBytes } from 'node:crypto';
import type { AccessTokenExpectations } from '../src/token/access-token.js';
import type { AccessTokenClaims } from '../src/token/token-claims.js';
import { createTokenSecrets } from '../src/token/token-secrets.js';
import { encode, issuedAt } from './vendor.js';

/** Access tokens made of bare node:crypto, so that the tests check the form and not what the issuer makes of it. */
export const secret: Uint8Array = randomBytes(32);

export const tokenClaims: AccessTokenClaims = {
  iss: 'Acme',
  sub: 'DEVICE12345',
  aud: 'acme-api',
  setting: 7,
  jti: 'tok_1',
  iat: issuedAt,
  exp: issuedAt + 3600,
};

export const expected: AccessTokenExpectations = {
  secrets: createTokenSecrets(secret),
  setting: 7,
  issuer: 'Acme',
  audience: 'acme-api',
  now: issuedAt,
};

export const tokenHeader = { alg: 'HS256', typ: 'JWT' };

/** Signs any header and payload, given as objects or as raw JSON text. */
export function signToken(
  payload: unknown = tokenClaims,
  header: unknown = tokenHeader,
  key: Uint8Array | string = secret,
  hash = 'sha256',
): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${createHmac(hash, key).update(input).digest('base64url')}`;
}
