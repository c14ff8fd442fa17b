import {
  claimRules,
  findShapeFault,
  findVersionFault,
  isIdentifier,
  isInteger,
  isListOf,
  isNumericDate,
  isText,
} from '../document/claim-shapes.js';
import { toDocumentHeader } from '../document/header.js';
import {
  decodeJsonObject,
  maxDocumentLength,
  signingInput,
  splitCompactJws,
} from '../document/jws.js';
import { decodeBase64Url } from '../encoding/base64.js';
import type { VerificationCode } from '../errors.js';
import type { EpochSeconds } from '../time/clock.js';
import type { TrustedKeys } from './trusted-keys.js';

declare const verified: unique symbol;

/** What a root says about stolen keys (`trust+jwt`). Only `verifyTrustList` makes one. */
export interface VerifiedTrustList {
  readonly [verified]: true;
  readonly issuer: string;
  /** Grows with every list of the issuer: a list with a lower one is older. */
  readonly sequence: number;
  readonly issuedAt: EpochSeconds;
  /** Thumbprints of leaves of which nothing counts, whenever it was signed. */
  readonly burnt: readonly string[];
}

/** The outcome of {@link verifyTrustList}. */
export type TrustListVerification =
  | { readonly ok: true; readonly list: VerifiedTrustList }
  | { readonly ok: false; readonly code: VerificationCode; readonly detail: string };

const rules = claimRules({
  v: { shape: isInteger(1, 1) },
  iss: { shape: isIdentifier },
  seq: { shape: isInteger(1, Number.MAX_SAFE_INTEGER) },
  iat: { shape: isNumericDate },
  burnt: { shape: isListOf(isText(/^[A-Za-z0-9_-]{43}$/)) },
});

/**
 * Verifies a list of stolen keys. Only a pinned root can have signed it: a leaf says nothing about other keys. Never throws for any text.
 * Codes: `too_large`, `malformed`, `wrong_kind`, `bad_header`, `untrusted_key`, `bad_signature`, `needs_newer_guard`, `bad_claims`.
 */
export function verifyTrustList(
  text: string,
  { pins }: { readonly pins: TrustedKeys },
): TrustListVerification {
  if (text.length > maxDocumentLength) return refuse('too_large', 'It is longer than any list.');
  const jws = splitCompactJws(text);
  const signature = jws && decodeBase64Url(jws.signature);
  const json = jws && decodeJsonObject(jws.header);
  if (jws === undefined || signature === undefined || json === undefined) {
    return refuse('malformed', 'Not a compact JWS with a header of JSON.');
  }
  if (json.typ !== 'trust+jwt') return refuse('wrong_kind', 'It is not of type trust+jwt.');
  const header = toDocumentHeader(json);
  if (header === undefined || header.leaf !== undefined) {
    return refuse('bad_header', 'The header must have alg RS256, typ and kid, and nothing else.');
  }
  const root = pins.find(header.kid);
  if (root === undefined) return refuse('untrusted_key', 'The root is not pinned.');
  return root.verify(signingInput(text), signature)
    ? readClaims(jws.payload)
    : refuse('bad_signature', 'The root did not sign this.');
}

function readClaims(encodedPayload: string): TrustListVerification {
  const payload = decodeJsonObject(encodedPayload);
  if (payload === undefined) return refuse('bad_claims', 'The payload is not strict JSON.');
  const versionFault = findVersionFault(payload);
  if (versionFault !== undefined) return refuse('needs_newer_guard', versionFault);
  const fault = findShapeFault(payload, rules);
  if (fault !== undefined) return refuse('bad_claims', `The claim "${fault}" is misshapen.`);
  const { iss, seq, iat, burnt } = payload;
  const list = { issuer: iss, sequence: seq, issuedAt: iat, burnt: Object.freeze(burnt) };
  return { ok: true, list: Object.freeze(list) as unknown as VerifiedTrustList };
}

/** Whether the list says of the key that signed a document that it was stolen. A list says nothing about what others issue. */
export function isBurnt(
  { kid, issuer }: { readonly kid: string; readonly issuer: string },
  list: VerifiedTrustList | undefined,
): boolean {
  return list?.issuer === issuer && list.burnt.includes(kid);
}

function refuse(code: VerificationCode, detail: string): TrustListVerification {
  return { ok: false, code, detail };
}
