import { decodeBase64Url } from '../encoding/base64.js';
import type { VerificationCode } from '../errors.js';
import type { Leaf } from '../trust/leaf.js';
import type { TrustedKeys } from '../trust/trusted-keys.js';
import type { DocumentKind } from './claims.js';
import { decodeJsonObject, maxDocumentLength, signingInput, splitCompactJws } from './jws.js';
import { parseClaims } from './parse-claims.js';
import { readSigner, rememberSigner } from './signer.js';
import { toVerifiedDocument } from './to-verified-document.js';
import type { VerifiedDocuments } from './verified-license.js';

/** What a document has to be. Every member is required: a default would be a decision made for the caller. */
export interface DocumentExpectations<Kind extends DocumentKind = 'domain-license'> {
  readonly kind: Kind;
  /** Product code, compared exactly. */
  readonly product: string;
  readonly pins: TrustedKeys;
}

/** The outcome of {@link verifyDocument}; `detail` is for logs and support, never for a visitor. */
export type Verification<Kind extends DocumentKind = 'domain-license'> =
  | { readonly ok: true; readonly license: VerifiedDocuments[Kind] }
  | { readonly ok: false; readonly code: VerificationCode; readonly detail: string };

/** A document that was not accepted, whatever its kind. */
type Refusal = Extract<Verification, { ok: false }>;

/**
 * Verifies a license document of one kind from its text to what it says.
 *
 * The order is fixed: size, grammar, type, header, trust (leaf and pin), signature, strict JSON, claims, `must`, product. Dates and what the
 * license is bound to are left to whoever decides by it, for they change while the document does not. Never throws for any text.
 * Codes: see `verificationCodes`. Source: RFC 7515 section 5.2, RFC 8725.
 */
export function verifyDocument<Kind extends DocumentKind>(
  text: string,
  expected: DocumentExpectations<Kind>,
): Verification<Kind> {
  const memo = memoOf(expected.pins);
  const { last } = memo;
  if (last?.text === text && last.kind === expected.kind && last.product === expected.product) {
    return last.verification as Verification<Kind>;
  }
  const verification = verifyText(text, expected);
  const { kind, product } = expected;
  if (verification.ok) memo.last = { text, kind, product, verification };
  return verification;
}

interface Memo {
  last?: { text: string; kind: string; product: string; verification: unknown };
}

/** The last good document of each set of pins: the same file is often seen again, and comparing beats verifying. */
const memos = new WeakMap<TrustedKeys, Memo>();

function memoOf(pins: TrustedKeys): Memo {
  const memo = memos.get(pins) ?? {};
  memos.set(pins, memo);
  return memo;
}

function verifyText<Kind extends DocumentKind>(
  text: string,
  expected: DocumentExpectations<Kind>,
): Verification<Kind> {
  const { kind, pins } = expected;
  if (text.length > maxDocumentLength) {
    return refuse('too_large', `A document has at most ${String(maxDocumentLength)} characters.`);
  }
  const jws = splitCompactJws(text);
  const signature = jws && decodeBase64Url(jws.signature);
  if (jws === undefined || signature === undefined) {
    return refuse('malformed', 'Not a compact JWS: three parts of base64url with two dots.');
  }
  const signer = readSigner(jws.header, `${kind}+jwt`, pins);
  if (!signer.ok) return signer;
  if (!signer.leaf.key.verify(signingInput(text), signature)) {
    return refuse('bad_signature', 'The signature does not match the document.');
  }
  rememberSigner(jws.header, signer, pins);
  return verifyClaims(jws.payload, signer.leaf, expected);
}

function verifyClaims<Kind extends DocumentKind>(
  encodedPayload: string,
  leaf: Leaf,
  { kind, product }: DocumentExpectations<Kind>,
): Verification<Kind> {
  const payload = decodeJsonObject(encodedPayload);
  if (payload === undefined)
    return refuse('bad_claims', 'The payload is not a strict JSON object.');
  const parsing = parseClaims(kind, payload);
  if (!parsing.ok) return parsing;
  const { claims } = parsing;
  if (claims.iss !== leaf.issuer || claims.iat < leaf.notBefore || claims.iat >= leaf.expiresAt) {
    return refuse('bad_leaf', 'The leaf was not certified for this issuer at the time of issue.');
  }
  if (claims.product !== product) {
    return refuse('wrong_product', `The license is for the product "${claims.product}".`);
  }
  return { ok: true, license: toVerifiedDocument(kind, claims, leaf.key.thumbprint) };
}

function refuse(code: VerificationCode, detail: string): Refusal {
  return { ok: false, code, detail };
}
