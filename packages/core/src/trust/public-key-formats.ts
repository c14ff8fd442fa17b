import { createPublicKey, type KeyObject } from 'node:crypto';
import { decodeBase64, encodeBase64, encodeBase64Url } from '../encoding/base64.js';
import { parseStrictJson } from '../encoding/strict-json.js';
import type { PublicKeyCode } from '../errors.js';

/** A public key as people hold it: PEM, RSAKeyValue XML or JSON text, or a JWK object. */
export type PublicKeyInput =
  string | { readonly kty?: unknown; readonly n?: unknown; readonly e?: unknown };

/** The modulus in base64url, its size not yet checked; the exponent is known to be 65537. */
export type ModulusReading =
  | { readonly ok: true; readonly modulus: string }
  | { readonly ok: false; readonly code: PublicKeyCode; readonly detail: string };

/** Longer than any spelling of a 4096-bit key, short enough that nothing below can be made to work hard. */
const maxTextLength = 4096;

/** Finds the modulus in any of the accepted forms. */
export function readModulus(input: PublicKeyInput): ModulusReading {
  if (typeof input !== 'string') return readJwk(input);
  if (input.length > maxTextLength)
    return refuse('bad_key_size', 'The key text is longer than 4096 characters.');
  const text = input.trim();
  if (text.startsWith('-----BEGIN')) return readPem(text);
  if (text.startsWith('<')) return readXml(text);
  if (text.startsWith('{')) return readJwkText(text);
  return refuse(
    'bad_key_format',
    'Give the key as PEM (BEGIN PUBLIC KEY), as RSAKeyValue XML or as a JWK.',
  );
}

const pem = /^-----BEGIN PUBLIC KEY-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END PUBLIC KEY-----$/;

/** The export of the parsed key must spell the input again, so that only the one canonical DER is taken. */
function readPem(text: string): ModulusReading {
  if (text.includes('PRIVATE KEY-----')) return refusePrivate();
  const body = pem.exec(text)?.[1]?.replaceAll(/[\r\n]/g, '');
  const key = body === undefined ? undefined : parsePem(text);
  return key && encodeBase64(key.export({ format: 'der', type: 'spki' })) === body
    ? readJwk(key.export({ format: 'jwk' }))
    : refuse('bad_key_format', 'The PEM text is not one BEGIN PUBLIC KEY block of an RSA key.');
}

function parsePem(text: string): KeyObject | undefined {
  try {
    const key = createPublicKey(text);
    return key.asymmetricKeyType === 'rsa' ? key : undefined;
  } catch {
    return undefined;
  }
}

/** XML-DSig RSAKeyValue, nothing optional but white space and the namespace (security: no DTD, entities or comments). */
const xml =
  /^<RSAKeyValue(?: xmlns="http:\/\/www\.w3\.org\/2000\/09\/xmldsig#")?>[ \t\r\n]*<Modulus>([^<]*)<\/Modulus>[ \t\r\n]*<Exponent>([^<]*)<\/Exponent>[ \t\r\n]*<\/RSAKeyValue>$/;
const xmlPrivatePart = /<(?:D|P|Q|DP|DQ|InverseQ)>/;
const xmlSpace = /[ \t\r\n]/g;

function readXml(text: string): ModulusReading {
  if (xmlPrivatePart.test(text)) return refusePrivate();
  const [, modulusText, exponentText] = xml.exec(text) ?? [];
  const modulus = decodeBase64((modulusText ?? '').replaceAll(xmlSpace, ''));
  const exponent = decodeBase64((exponentText ?? '').replaceAll(xmlSpace, ''));
  if (
    modulus === undefined ||
    exponent === undefined ||
    modulus.length === 0 ||
    exponent.length === 0
  ) {
    return refuse(
      'bad_key_format',
      'The XML is not <RSAKeyValue><Modulus>…</Modulus><Exponent>…</Exponent></RSAKeyValue> in base64.',
    );
  }
  return readMembers(encodeBase64Url(modulus), encodeBase64Url(exponent));
}

function readJwkText(text: string): ModulusReading {
  const json = parseStrictJson(text, { maxDepth: 4 });
  return json.ok && typeof json.value === 'object' && json.value !== null
    ? readJwk(json.value)
    : refuse('bad_key_format', 'The JWK is not a JSON object.');
}

const jwkPrivateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

function readJwk(jwk: object): ModulusReading {
  if (jwkPrivateMembers.some((name) => Object.hasOwn(jwk, name))) return refusePrivate();
  const { kty, n, e, alg = 'RS256', use = 'sig' } = jwk as Readonly<Record<string, unknown>>;
  if (
    kty !== 'RSA' ||
    typeof n !== 'string' ||
    typeof e !== 'string' ||
    alg !== 'RS256' ||
    use !== 'sig'
  ) {
    return refuse(
      'bad_key_format',
      'The JWK must have kty "RSA", n and e (alg RS256 and use sig where given).',
    );
  }
  return n.length > maxTextLength
    ? refuse('bad_key_size', 'The modulus is too long.')
    : readMembers(n, e);
}

function readMembers(modulus: string, exponent: string): ModulusReading {
  return exponent === 'AQAB'
    ? { ok: true, modulus }
    : refuse('bad_key_exponent', 'Use an RSA key with exponent 65537 (AQAB).');
}

function refuse(code: PublicKeyCode, detail: string): ModulusReading {
  return { ok: false, code, detail };
}

function refusePrivate(): ModulusReading {
  return refuse(
    'private_key',
    'Private parts were supplied. Treat that key as stolen, and supply the public half only.',
  );
}
