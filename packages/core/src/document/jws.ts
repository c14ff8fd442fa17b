import { decodeBase64Url, decodeUtf8, lendAsciiBytes } from '../encoding/base64.js';
import { parseStrictJson } from '../encoding/strict-json.js';

/** A signed document is never longer than this; checked before anything is decoded. */
export const maxDocumentLength = 16_384;

const maxJsonDepth = 8;

/** The three parts of a JWS in compact form (RFC 7515 section 7.1), still encoded. */
export interface CompactJws {
  readonly header: string;
  readonly payload: string;
  readonly signature: string;
}

/** A JSON object as it came out of a signed document: its members are read as own properties only. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Cuts a compact JWS at its two dots; any other number of parts gives `undefined`. */
export function splitCompactJws(text: string): CompactJws | undefined {
  const first = text.indexOf('.');
  const second = text.indexOf('.', first + 1);
  if (first <= 0 || second < 0 || text.includes('.', second + 1)) return undefined;
  return {
    header: text.slice(0, first),
    payload: text.slice(first + 1, second),
    signature: text.slice(second + 1),
  };
}

/** What an RS256 signature covers: header, dot and payload exactly as they were sent. Use the bytes at once. */
export function signingInput(text: string): Uint8Array {
  return lendAsciiBytes(text, text.lastIndexOf('.'));
}

/** Decodes a header or payload: canonical base64url of strict JSON in UTF-8, an object at the top. */
export function decodeJsonObject(part: string): JsonObject | undefined {
  const bytes = decodeBase64Url(part);
  const text = bytes === undefined ? undefined : decodeUtf8(bytes);
  if (text === undefined) return undefined;
  const json = parseStrictJson(text, { maxDepth: maxJsonDepth });
  return json.ok && isJsonObject(json.value) ? json.value : undefined;
}

/** Whether a JSON value is an object rather than an array, a scalar or null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
