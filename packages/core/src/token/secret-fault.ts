import { createPublicKey } from 'node:crypto';
import { decodeUtf8, encodeBase64 } from '../encoding/base64.js';

const minBytes = 32;
const maxBytes = 512;

/** Fewer different bytes, or steps from one byte to the next, than any random secret of 32 bytes has, even one in decimal digits. */
const fewestDifferent = 10;

/** Long enough, but printed in documentation that is copied. */
const published = [
  'a-string-secret-at-least-256-bits-long',
  'a-valid-string-secret-that-is-at-least-512-bits-long-which-is-very-long',
  'this-is-a-secret-key-that-is-at-least-32-characters',
  'your-super-secret-jwt-token-with-at-least-32-characters-long',
  'super-secret-jwt-token-with-at-least-32-characters-long',
];

/** Says what is wrong with an HMAC secret, for the person who chose it and without repeating it. */
export function findSecretFault(bytes: Uint8Array): string | undefined {
  if (bytes.length < minBytes) return `use at least ${String(minBytes)} random bytes.`;
  if (isKey(bytes)) return 'this is a key of another kind; use random bytes that nobody else has.';
  if (bytes.length > maxBytes) return `use at most ${String(maxBytes)} bytes.`;
  return isGuessable(bytes) ? 'this can be guessed; use random bytes.' : undefined;
}

/** A public key that is taken for a secret lets everybody sign: PEM, JWK, RSAKeyValue XML, OpenSSH and DER. */
function isKey(bytes: Uint8Array): boolean {
  const text = decodeUtf8(bytes)?.trim() ?? '';
  return (
    text.includes('-----BEGIN ') ||
    /^(?:<RSAKeyValue|ssh-|ecdsa-sha2-)/.test(text) ||
    isJwk(text) ||
    isDer(bytes)
  );
}

function isJwk(text: string): boolean {
  if (!/^[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const derSequence = 0x30;

function isDer(bytes: Uint8Array): boolean {
  return (
    bytes[0] === derSequence &&
    ['PUBLIC KEY', 'RSA PUBLIC KEY', 'PRIVATE KEY'].some((label) => isPem(label, bytes))
  );
}

function isPem(label: string, bytes: Uint8Array): boolean {
  try {
    createPublicKey(`-----BEGIN ${label}-----\n${encodeBase64(bytes)}\n-----END ${label}-----`);
    return true;
  } catch {
    return false;
  }
}

function isGuessable(bytes: Uint8Array): boolean {
  const steps = bytes.subarray(1).map((byte, index) => byte - (bytes[index] ?? 0));
  return (
    new Set(bytes).size < fewestDifferent ||
    new Set(steps).size < fewestDifferent ||
    isRepetition(bytes) ||
    published.includes(decodeUtf8(bytes)?.toLowerCase() ?? '')
  );
}

/** Whether the secret is a shorter one, written several times. */
function isRepetition(bytes: Uint8Array): boolean {
  for (let period = 1; period <= bytes.length / 2; period++) {
    if (bytes.every((byte, index) => byte === bytes[index % period])) return true;
  }
  return false;
}
