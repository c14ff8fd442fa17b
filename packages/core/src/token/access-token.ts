import { createHmac } from 'node:crypto';
import {
  decodeJsonObject,
  signingInput,
  splitCompactJws,
  type JsonObject,
} from '../document/jws.js';
import type { AccessTokenCode } from '../errors.js';
import type { EpochSeconds } from '../time/clock.js';
import {
  parseAccessTokenClaims,
  type AccessTokenClaims,
  type AccessTokenClaimsParsing,
} from './token-claims.js';
import type { TokenSecret, TokenSecrets } from './token-secrets.js';
import { readUsualClaims } from './usual-claims.js';

/** An access token is never longer than this; checked before anything is decoded. */
export const maxAccessTokenLength = 4096;

/** How far the clock that issued a token may be ahead of the one that verifies it. An end is exact. */
export const maxTokenSkewSeconds = 60;

const base64Url = /^[A-Za-z0-9_-]*$/;

/** What an access token has to be. Every member is required: a default would be a decision made for the caller. */
export interface AccessTokenExpectations {
  readonly secrets: TokenSecrets;
  /** Id of the token setting. */
  readonly setting: number;
  /** Compared exactly, as is `audience`. */
  readonly issuer: string;
  readonly audience: string;
  readonly now: EpochSeconds;
}

/** An access token that was verified. */
export interface VerifiedAccessToken {
  readonly tokenId: string;
  readonly setting: number;
  readonly issuer: string;
  readonly audience: string;
  /** The unique identifier that the token was made for. */
  readonly uniqueIdentifier: string;
  readonly issuedAt: EpochSeconds;
  /** Exclusive. */
  readonly expiresAt: EpochSeconds;
}

/** The outcome of {@link verifyAccessToken}; `detail` is for logs and support, never for a visitor. */
export type AccessTokenVerification =
  | { readonly ok: true; readonly token: VerifiedAccessToken }
  | { readonly ok: false; readonly code: AccessTokenCode; readonly detail: string };

/**
 * Verifies an access token: a JWT (RFC 7519) under HS256 (RFC 7518 section 3.2) with a secret that the caller holds.
 *
 * The order is fixed: size, three parts, type, header, secret, signature, strict JSON, claims, setting, issuer, audience, times. Nothing is
 * remembered from one token to the next. Never throws for any text. Codes: see `accessTokenCodes`. Source: RFC 8725.
 */
export function verifyAccessToken(
  text: string,
  expected: AccessTokenExpectations,
): AccessTokenVerification {
  if (text.length > maxAccessTokenLength) {
    const most = String(maxAccessTokenLength);
    return refuse('too_large', `An access token has at most ${most} characters.`);
  }
  const jws = splitCompactJws(text);
  if (jws === undefined) return refuseForm();
  const header = readHeader(jws.header, expected.secrets.algorithm);
  if (!header.ok) return header;
  const candidates = expected.secrets.find(header.kid);
  if (candidates.length === 0) return refuse('unknown_key', 'No secret has the kid of the token.');
  if (!candidates.some((secret) => isSignedWith(secret, text, jws.signature))) {
    return base64Url.test(jws.signature)
      ? refuse('bad_signature', 'The signature does not match the token.')
      : refuseForm();
  }
  return verifyClaims(jws.payload, expected);
}

type HeaderReading =
  | { readonly ok: true; readonly kid: string | undefined }
  | { readonly ok: false; readonly code: AccessTokenCode; readonly detail: string };

/** `{"alg":"HS256","typ":"JWT"}`: how nearly every token begins, so that its header need not be decoded. */
const usualHeader = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9';
const usualReading: HeaderReading = { ok: true, kid: undefined };
const members = ['alg', 'typ', 'kid'];

function readHeader(encoded: string, algorithm: TokenSecrets['algorithm']): HeaderReading {
  if (encoded === usualHeader) return usualReading;
  const header = decodeJsonObject(encoded);
  if (header === undefined)
    return refuse('malformed', 'The header is not base64url of a JSON object.');
  if (header.typ !== 'JWT') return refuse('wrong_kind', 'The text is not of type JWT.');
  return isAllowed(header, algorithm)
    ? { ok: true, kid: header.kid }
    : refuse('bad_header', `The header must have alg ${algorithm}, typ and at most a kid.`);
}

function isAllowed(
  header: JsonObject,
  algorithm: string,
): header is JsonObject & { readonly kid: string | undefined } {
  const { alg, kid } = header;
  return (
    alg === algorithm &&
    (kid === undefined || typeof kid === 'string') &&
    Object.keys(header).every((name) => members.includes(name))
  );
}

/** The signature is compared as it is spelt: what equals canonical base64url is canonical. */
function isSignedWith({ key }: TokenSecret, text: string, signature: string): boolean {
  const expected = createHmac('sha256', key).update(signingInput(text)).digest('base64url');
  return isEqual(signature, expected);
}

/** Takes as long wherever the first difference is. */
function isEqual(text: string, secretText: string): boolean {
  let difference = text.length ^ secretText.length;
  for (let at = 0; at < secretText.length; at++)
    difference |= text.charCodeAt(at) ^ secretText.charCodeAt(at);
  return difference === 0;
}

function verifyClaims(
  encodedPayload: string,
  expected: AccessTokenExpectations,
): AccessTokenVerification {
  const usual = readUsualClaims(encodedPayload);
  const reading = usual ? { ok: true as const, claims: usual } : readClaims(encodedPayload);
  if (!reading.ok) return reading;
  return findMismatch(reading.claims, expected) ?? { ok: true, token: toToken(reading.claims) };
}

function readClaims(encodedPayload: string): AccessTokenClaimsParsing {
  const payload = decodeJsonObject(encodedPayload);
  return payload === undefined
    ? { ok: false, code: 'bad_claims', detail: 'The payload is not a strict JSON object.' }
    : parseAccessTokenClaims(payload);
}

function findMismatch(
  { setting, iss, aud, iat, nbf = iat, exp }: AccessTokenClaims,
  expected: AccessTokenExpectations,
): AccessTokenVerification | undefined {
  if (setting !== expected.setting)
    return refuse('wrong_setting', `The token is of the setting ${String(setting)}.`);
  if (iss !== expected.issuer) return refuse('wrong_issuer', 'The token is of another issuer.');
  if (aud !== expected.audience)
    return refuse('wrong_audience', 'The token is for another audience.');
  if (Math.max(iat, nbf) > expected.now + maxTokenSkewSeconds)
    return refuse('not_yet_valid', 'The token is not valid yet.');
  return expected.now < exp ? undefined : refuse('expired', 'The token has ended.');
}

function toToken(claims: AccessTokenClaims): VerifiedAccessToken {
  return Object.freeze({
    tokenId: claims.jti,
    setting: claims.setting,
    issuer: claims.iss,
    audience: claims.aud,
    uniqueIdentifier: claims.sub,
    issuedAt: claims.iat,
    expiresAt: claims.exp,
  });
}

function refuseForm() {
  return refuse('malformed', 'Not a compact JWS: three parts of base64url with two dots.');
}

function refuse(
  code: AccessTokenCode,
  detail: string,
): { readonly ok: false; readonly code: AccessTokenCode; readonly detail: string } {
  return { ok: false, code, detail };
}
