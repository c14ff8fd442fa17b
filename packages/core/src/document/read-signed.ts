import { decodeBase64Url } from '../encoding/base64.js';
import type { VerificationCode } from '../errors.js';
import type { Leaf } from '../trust/leaf.js';
import { decodeJsonObject, signingInput, splitCompactJws, type JsonObject } from './jws.js';
import { readSigner, rememberSigner, type SignerExpectations } from './signer.js';

/** What is to be read, and at most how long it is. */
export interface SignedExpectations extends SignerExpectations {
  readonly mostCharacters: number;
}

/** Why a text is not what it should be. */
export interface SignedRefusal {
  readonly ok: false;
  readonly code: VerificationCode;
  readonly detail: string;
}

/** What a leaf signed, and which one. */
export type SignedReading =
  { readonly ok: true; readonly payload: JsonObject; readonly leaf: Leaf } | SignedRefusal;

/**
 * Reads what a certified leaf signed, up to its strict JSON: size, grammar, type, header, trust (leaf and pin), signature, in this order.
 * What the payload says is checked by whoever asked, and {@link wasCertified} before anything is believed.
 */
export function readSigned(text: string, expected: SignedExpectations): SignedReading {
  const { mostCharacters, pins } = expected;
  if (text.length > mostCharacters) {
    return refuse('too_large', `It has more than ${String(mostCharacters)} characters.`);
  }
  const jws = splitCompactJws(text);
  const signature = jws && decodeBase64Url(jws.signature);
  if (jws === undefined || signature === undefined) {
    return refuse('malformed', 'Not a compact JWS: three parts of base64url with two dots.');
  }
  const signer = readSigner(jws.header, expected);
  if (!signer.ok) return signer;
  if (!signer.leaf.key.verify(signingInput(text), signature)) {
    return refuse('bad_signature', 'The signature does not match the document.');
  }
  rememberSigner(jws.header, signer, pins);
  const payload = decodeJsonObject(jws.payload);
  return payload === undefined
    ? refuse('bad_claims', 'The payload is not a strict JSON object.')
    : { ok: true, payload, leaf: signer.leaf };
}

/** Whether a leaf was certified for this issuer at the time of issue. */
export function wasCertified(leaf: Leaf, { iss, iat }: { iss: string; iat: number }): boolean {
  return iss === leaf.issuer && iat >= leaf.notBefore && iat < leaf.expiresAt;
}

/** A refusal as a value. */
export function refuse(code: VerificationCode, detail: string): SignedRefusal {
  return { ok: false, code, detail };
}
