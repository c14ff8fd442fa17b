import {
  decodeBase64,
  readDocument,
  verifyDocument,
  type DocumentKind,
  type VerifiedDocuments,
} from '@licet/core';
import type { RegisteredKeys } from '../signing/registered-keys.js';

/** What a document has to be. */
export interface PresentedKind<Kind extends DocumentKind> {
  readonly kind: Kind;
  /** When the caller does not say, the one that the document names. */
  readonly product: string | undefined;
}

/** The text of a file that came as base64; `undefined` for what is not canonical base64. */
export function decodeFile(base64: string): string | undefined {
  const bytes = decodeBase64(base64);
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('latin1');
}

/** Verifies a document with the registered keys alone; `undefined` when it is not one of ours. */
export function verifyPresented<Kind extends DocumentKind>(
  text: string,
  { kind, product = readProduct(text) }: PresentedKind<Kind>,
  { licensePins: pins }: RegisteredKeys,
): VerifiedDocuments[Kind] | undefined {
  if (product === undefined || pins === undefined) return undefined;
  const verification = verifyDocument(text, { kind, product, pins });
  return verification.ok ? verification.license : undefined;
}

/** Nothing is decided by it: what was not signed is refused a moment later. */
function readProduct(text: string): string | undefined {
  const reading = readDocument(text);
  const product = reading.ok ? reading.document.payload.product : undefined;
  return typeof product === 'string' ? product : undefined;
}
