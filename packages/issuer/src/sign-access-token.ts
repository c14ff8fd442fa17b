import { createHmac } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  OptionsError,
  parseAccessTokenClaims,
  type AccessTokenClaims,
  type JsonObject,
  type TokenSecrets,
} from '@licet/core';
import { toSigningInput } from './sign-jws.js';

/** The members of the payload, in the order in which they are written. */
const memberOrder = ['iss', 'sub', 'aud', 'setting', 'jti', 'iat', 'nbf', 'exp'];

/**
 * Signs an access token (a JWT under HS256) with the first of the secrets and returns its text. The header names the secret if that one
 * has a `kid`.
 *
 * Refuses, by throwing `OptionsError` (`claims`), what `verifyAccessToken` would refuse later, and members that would not be signed.
 */
export function signAccessToken(claims: AccessTokenClaims, secrets: TokenSecrets): string {
  const [{ key, kid }] = secrets.secrets;
  const header = { alg: secrets.algorithm, typ: 'JWT', ...(kid !== undefined && { kid }) };
  const input = toSigningInput(header, toPayload(claims));
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
}

function toPayload(claims: AccessTokenClaims): string {
  const payload = JSON.stringify(claims, memberOrder);
  const readBack = JSON.parse(payload) as JsonObject;
  if (!isDeepStrictEqual(readBack, JSON.parse(JSON.stringify(claims)))) {
    throw new OptionsError('claims', 'there is a member that access tokens do not have.');
  }
  const parsing = parseAccessTokenClaims(readBack);
  if (!parsing.ok) throw new OptionsError('claims', parsing.detail);
  return payload;
}
