import { decodeJsonObject, maxDocumentLength, splitCompactJws, type JsonObject } from './jws.js';

/** What a document says of itself. Nothing in it was verified: show it to people, decide nothing by it. */
export interface UnverifiedDocument {
  readonly header: JsonObject;
  readonly payload: JsonObject;
}

/** The outcome of {@link readDocument}. */
export type DocumentReading =
  | { readonly ok: true; readonly document: UnverifiedDocument }
  | { readonly ok: false; readonly code: 'too_large' | 'malformed'; readonly detail: string };

/** Decodes a signed document without verifying it, for inspection and support. Codes: `too_large`, `malformed`. */
export function readDocument(text: string): DocumentReading {
  if (text.length > maxDocumentLength) {
    return { ok: false, code: 'too_large', detail: 'The text is longer than any document.' };
  }
  const jws = splitCompactJws(text);
  const header = jws && decodeJsonObject(jws.header);
  const payload = jws && decodeJsonObject(jws.payload);
  return header && payload
    ? { ok: true, document: { header, payload } }
    : { ok: false, code: 'malformed', detail: 'Not a compact JWS of JSON objects.' };
}
