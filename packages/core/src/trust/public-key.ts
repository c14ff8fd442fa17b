import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { decodeBase64Url } from '../encoding/base64.js';
import type { PublicKeyCode } from '../errors.js';
import { readModulus, type ModulusReading, type PublicKeyInput } from './public-key-formats.js';

/** The public members of an RSA key as a JWK (RFC 7518 section 6.3.1). */
export interface RsaPublicJwk {
  readonly kty: 'RSA';
  readonly n: string;
  readonly e: 'AQAB';
}

/** A checked RSA public key of 2048 to 4096 bits with exponent 65537. */
export interface PublicKey {
  /** SHA-256 thumbprint of RFC 7638, base64url: the `kid` of everything this key signed. */
  readonly thumbprint: string;
  readonly modulusBits: number;
  readonly jwk: RsaPublicJwk;
  /** Whether `signature` is this key's RS256 signature (RFC 7518 section 3.3) of `data`. Never throws. */
  verify(data: Uint8Array, signature: Uint8Array): boolean;
}

/** The outcome of {@link parsePublicKey}; `detail` is meant for the person who supplied the key. */
export type PublicKeyParsing =
  | { readonly ok: true; readonly key: PublicKey }
  | { readonly ok: false; readonly code: PublicKeyCode; readonly detail: string };

const minModulusBits = 2048;
const maxModulusBits = 4096;
const cacheSize = 64;
const byText = new Map<string, PublicKeyParsing>();
const byModulus = new Map<string, PublicKeyParsing>();

/**
 * Reads a public key given as PEM (`BEGIN PUBLIC KEY`), as a JWK (object or JSON text) or as RSAKeyValue XML.
 *
 * The grammar is strict and the size is checked before any arithmetic. A key says nothing about who signed a document:
 * pin it with `createTrustedKeys` for that. Codes: `bad_key_format`, `bad_key_size` (not 2048 to 4096 bits),
 * `bad_key_exponent` (not 65537), `private_key` (private parts were supplied: that key is no longer a secret).
 */
export function parsePublicKey(input: PublicKeyInput): PublicKeyParsing {
  if (typeof input !== 'string') return fromReading(readModulus(input));
  return remembered(byText, input, () => fromReading(readModulus(input)));
}

function fromReading(reading: ModulusReading): PublicKeyParsing {
  return reading.ok
    ? remembered(byModulus, reading.modulus, () => fromModulus(reading.modulus))
    : reading;
}

/** `modulus` is base64url of the unsigned big-endian number, as in the JWK member `n`. */
function fromModulus(modulus: string): PublicKeyParsing {
  const bytes = decodeBase64Url(modulus);
  const [first, last] = [bytes?.[0], bytes?.at(-1)];
  if (bytes === undefined || first === undefined || last === undefined || first === 0) {
    return refuse('bad_key_format', 'The modulus is not canonical base64 of an unsigned number.');
  }
  const modulusBits = bytes.length * 8 - (Math.clz32(first) - 24);
  if (modulusBits < minModulusBits || modulusBits > maxModulusBits) {
    return refuse('bad_key_size', 'Use an RSA key of 2048 to 4096 bits.');
  }
  if (last % 2 === 0)
    return refuse('bad_key_format', 'The modulus is even: this is not an RSA key.');
  return { ok: true, key: toPublicKey({ kty: 'RSA', n: modulus, e: 'AQAB' }, modulusBits) };
}

function toPublicKey(jwk: RsaPublicJwk, modulusBits: number): PublicKey {
  const keyObject: KeyObject = createPublicKey({ key: { ...jwk }, format: 'jwk' });
  return Object.freeze({
    thumbprint: thumbprint(jwk),
    modulusBits,
    jwk: Object.freeze(jwk),
    verify: (data: Uint8Array, signature: Uint8Array) =>
      verify('sha256', data, keyObject, signature),
  });
}

/** RFC 7638 section 3: the required members in lexicographic order, without white space. */
function thumbprint({ e, kty, n }: RsaPublicJwk): string {
  return createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
}

function refuse(code: PublicKeyCode, detail: string): PublicKeyParsing {
  return { ok: false, code, detail };
}

/** Only keys are remembered, so that nothing a stranger sends can push one out. */
function remembered(
  cache: Map<string, PublicKeyParsing>,
  text: string,
  parse: () => PublicKeyParsing,
): PublicKeyParsing {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const parsing = parse();
  if (!parsing.ok) return parsing;
  const [oldest] = cache.keys();
  if (cache.size >= cacheSize && oldest !== undefined) cache.delete(oldest);
  cache.set(text, parsing);
  return parsing;
}
