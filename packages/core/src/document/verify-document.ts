import type { VerificationCode } from '../errors.js';
import { isBurnt, type VerifiedTrustList } from '../trust/trust-list.js';
import type { TrustedKeys } from '../trust/trusted-keys.js';
import type { DocumentKind } from './claims.js';
import { maxDocumentLength } from './jws.js';
import { parseClaims } from './parse-claims.js';
import { readSigned, refuse, wasCertified } from './read-signed.js';
import { toVerifiedDocument } from './to-verified-document.js';
import type { VerifiedDocuments } from './verified-license.js';

/** What a document has to be. What decides whom to trust is required: a default would be a decision made for the caller. */
export interface DocumentExpectations<Kind extends DocumentKind = 'domain-license'> {
  readonly kind: Kind;
  /** Product code, compared exactly. */
  readonly product: string;
  readonly pins: TrustedKeys;
  /** The vendor's newest list of stolen keys, where one is at hand: what they signed is refused. */
  readonly trustList?: VerifiedTrustList | undefined;
}

/** The outcome of {@link verifyDocument}; `detail` is for logs and support, never for a visitor. */
export type Verification<Kind extends DocumentKind = 'domain-license'> =
  | { readonly ok: true; readonly license: VerifiedDocuments[Kind] }
  | { readonly ok: false; readonly code: VerificationCode; readonly detail: string };

/**
 * Verifies a license document of one kind from its text to what it says.
 *
 * The order is fixed: size, grammar, type, header, trust (leaf and pin), signature, strict JSON, claims, `must`, product, stolen keys. Dates and what the
 * license is bound to are left to whoever decides by it, for they change while the document does not. Never throws for any text.
 * Codes: see `verificationCodes`. Source: RFC 7515 section 5.2, RFC 8725.
 */
export function verifyDocument<Kind extends DocumentKind>(
  text: string,
  expected: DocumentExpectations<Kind>,
): Verification<Kind> {
  const verification = verifyOnce(text, expected);
  return verification.ok && isBurnt(verification.license, expected.trustList)
    ? refuse('burnt_key', 'The key that signed was stolen, says its root.')
    : verification;
}

function verifyOnce<Kind extends DocumentKind>(
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
  { kind, product, pins }: DocumentExpectations<Kind>,
): Verification<Kind> {
  const reading = readSigned(text, {
    typ: `${kind}+jwt`,
    use: 'license',
    pins,
    mostCharacters: maxDocumentLength,
  });
  if (!reading.ok) return reading;
  const parsing = parseClaims(kind, reading.payload);
  if (!parsing.ok) return parsing;
  const { claims } = parsing;
  if (!wasCertified(reading.leaf, claims)) {
    return refuse('bad_leaf', 'The leaf was not certified for this issuer at the time of issue.');
  }
  if (claims.product !== product) {
    return refuse('wrong_product', `The license is for the product "${claims.product}".`);
  }
  return { ok: true, license: toVerifiedDocument(kind, claims, reading.leaf.key.thumbprint) };
}
