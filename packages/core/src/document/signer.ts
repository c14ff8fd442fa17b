import type { VerificationCode } from '../errors.js';
import { trustLeaf, type Leaf, type LeafUse } from '../trust/leaf.js';
import type { TrustedKeys } from '../trust/trusted-keys.js';
import { toDocumentHeader } from './header.js';
import { decodeJsonObject } from './jws.js';

/** Who signed a document, from its header alone. */
export interface Signer {
  readonly ok: true;
  readonly typ: string;
  readonly leaf: Leaf;
}

/** Who may have signed. */
export interface SignerExpectations {
  readonly typ: string;
  readonly use: LeafUse;
  readonly pins: TrustedKeys;
}

/** The outcome of {@link readSigner}. */
export type SignerReading =
  Signer | { readonly ok: false; readonly code: VerificationCode; readonly detail: string };

/**
 * All documents of one kind and one leaf have the very same header, most of which is the leaf's statement. The header of a good
 * document is remembered with the pins, so that the root's signature is not checked for each document. Comparing
 * a few texts is many times faster than looking one of 2 kB up in a Map, which has to hash it.
 */
interface KnownSigner {
  readonly encodedHeader: string;
  readonly signer: Signer;
}

const maxKnownSigners = 16;
const knownSigners = new WeakMap<TrustedKeys, readonly KnownSigner[]>();

/** Reads the encoded header of a document and decides whether its key may sign a document of this type, which is for one use of keys. */
export function readSigner(
  encodedHeader: string,
  { typ, use, pins }: SignerExpectations,
): SignerReading {
  const known = find(encodedHeader, pins);
  return known?.typ === typ ? known : toSigner(encodedHeader, { typ, use, pins });
}

/** To be called once the signature was good: before that, anybody can make up headers. */
export function rememberSigner(encodedHeader: string, signer: Signer, pins: TrustedKeys): void {
  if (find(encodedHeader, pins) === signer) return;
  const older = knownSigners.get(pins) ?? [];
  knownSigners.set(pins, [{ encodedHeader, signer }, ...older.slice(0, maxKnownSigners - 1)]);
}

function find(encodedHeader: string, pins: TrustedKeys): Signer | undefined {
  return knownSigners.get(pins)?.find((known) => known.encodedHeader === encodedHeader)?.signer;
}

function toSigner(encodedHeader: string, { typ, use, pins }: SignerExpectations): SignerReading {
  const json = decodeJsonObject(encodedHeader);
  if (json === undefined)
    return refuse('malformed', 'The header is not base64url of a JSON object.');
  if (json.typ !== typ) return refuse('wrong_kind', `The document is not of type ${typ}.`);
  const header = toDocumentHeader(json);
  if (header?.leaf === undefined) {
    return refuse(
      'bad_header',
      'The header must have alg RS256, typ, kid and leaf, and nothing else.',
    );
  }
  const trust = trustLeaf(header.leaf, header.kid, pins);
  if (!trust.ok) return trust;
  return trust.leaf.use === use
    ? { ok: true, typ, leaf: trust.leaf }
    : refuse('bad_leaf', `The signing key is not certified for this use (${use}).`);
}

function refuse(code: VerificationCode, detail: string): SignerReading {
  return { ok: false, code, detail };
}
