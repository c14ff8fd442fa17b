import {
  decodeBase64,
  decodeBase64Url,
  decodeUtf8,
  encodeBase64,
  encodeBase64Url,
} from '../encoding/base64.js';
import { maxDocumentLength, splitCompactJws } from './jws.js';

const maxPipeLength = 2 * maxDocumentLength;

/**
 * Spells a compact JWS as `BASE64TOKEN|SIGNATURE`, the form in which token licenses travel: padded base64 (RFC 4648 section 4) of the
 * ASCII signing input, a bar, and padded base64 of the raw signature bytes. Nothing is lost: {@link fromPipeForm} gives the
 * very same JWS back. `undefined` when the text is no compact JWS.
 */
export function toPipeForm(text: string): string | undefined {
  const jws = splitCompactJws(text);
  const signature = jws && decodeBase64Url(jws.signature);
  if (jws === undefined || signature === undefined || signature.length === 0) return undefined;
  const input = `${jws.header}.${jws.payload}`;
  return isSigningInput(input) ? `${encodeBase64(input)}|${encodeBase64(signature)}` : undefined;
}

/** The compact JWS that a `BASE64TOKEN|SIGNATURE` spells; `undefined` unless it has exactly one bar between canonical base64. */
export function fromPipeForm(text: string): string | undefined {
  if (text.length > maxPipeLength) return undefined;
  const [token = '', signature, ...more] = text.split('|');
  if (signature === undefined || more.length > 0) return undefined;
  const input = decodePart(token);
  const bytes = decodeBase64(signature);
  if (input === undefined || bytes === undefined || bytes.length === 0) return undefined;
  return `${input}.${encodeBase64Url(bytes)}`;
}

function decodePart(token: string): string | undefined {
  const bytes = decodeBase64(token);
  const input = bytes && decodeUtf8(bytes);
  return input !== undefined && isSigningInput(input) ? input : undefined;
}

/** Two parts of base64url with a dot between them, whatever they say: that is for the verification to find out. */
function isSigningInput(text: string): boolean {
  return /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/.test(text);
}
