import { decodeBase64Url } from '../encoding/base64.js';
import {
  claimRules,
  findShapeFault,
  isIdentifier,
  isInteger,
  isNumericDate,
  isObjectOf,
  isText,
} from '../document/claim-shapes.js';
import { toDocumentHeader } from '../document/header.js';
import {
  decodeJsonObject,
  signingInput,
  splitCompactJws,
  type JsonObject,
} from '../document/jws.js';
import { parsePublicKey, type PublicKey } from './public-key.js';
import type { TrustedKeys } from './trusted-keys.js';

/** What a leaf may sign: licenses and other documents, or status lists. */
export type LeafUse = 'license' | 'status';

/** A signing key as its root certified it. Its validity is compared with a document's `iat`, never with now. */
export interface Leaf {
  readonly key: PublicKey;
  readonly issuer: string;
  readonly use: LeafUse;
  readonly notBefore: number;
  /** Exclusive. */
  readonly expiresAt: number;
}

/** The outcome of {@link trustLeaf}. */
export type LeafTrust =
  | { readonly ok: true; readonly leaf: Leaf }
  | { readonly ok: false; readonly code: 'untrusted_key' | 'bad_leaf'; readonly detail: string };

const rules = claimRules({
  v: { shape: isInteger(1, 1) },
  iss: { shape: isIdentifier },
  jwk: { shape: isObjectOf({}) },
  use: { shape: isText(/^(?:license|status)$/) },
  iat: { shape: isNumericDate },
  nbf: { shape: isNumericDate },
  exp: { shape: isNumericDate },
});

/**
 * Decides whether the key `kid` may sign: `statement` is the compact `leaf+jwt` that a document carries. A pin counts when it
 * is the root that signed the statement, or the certified key itself (then nobody else's word is needed).
 */
export function trustLeaf(statement: string, kid: string, pins: TrustedKeys): LeafTrust {
  const jws = splitCompactJws(statement);
  const headerJson = jws && decodeJsonObject(jws.header);
  const header = headerJson && toDocumentHeader(headerJson);
  if (jws === undefined || header?.typ !== 'leaf+jwt' || header.leaf !== undefined) {
    return refuse('bad_leaf', 'The leaf statement is not a leaf+jwt.');
  }
  const root = pins.find(header.kid);
  if (root === undefined && pins.find(kid) === undefined) {
    return refuse('untrusted_key', 'Neither the signing key nor its root is pinned.');
  }
  const signature = decodeBase64Url(jws.signature);
  if (signature === undefined || (root && !root.verify(signingInput(statement), signature))) {
    return refuse('bad_leaf', 'The root did not sign this leaf statement.');
  }
  const payload = decodeJsonObject(jws.payload);
  const leaf = payload && toLeaf(payload);
  return leaf?.key.thumbprint === kid
    ? { ok: true, leaf }
    : refuse('bad_leaf', 'The leaf statement does not certify the key that signed.');
}

function toLeaf(payload: JsonObject): Leaf | undefined {
  if (findShapeFault(payload, rules) !== undefined) return undefined;
  const parsing = parsePublicKey(payload.jwk as object);
  if (!parsing.ok) return undefined;
  return Object.freeze({
    key: parsing.key,
    issuer: payload.iss as string,
    use: payload.use as LeafUse,
    notBefore: payload.nbf as number,
    expiresAt: payload.exp as number,
  });
}

function refuse(code: 'untrusted_key' | 'bad_leaf', detail: string): LeafTrust {
  return { ok: false, code, detail };
}
