import type { DocumentKind } from '../src/document/claims.js';
import { verifyDocument } from '../src/document/verify-document.js';
import type { VerifiedDocuments } from '../src/document/verified-license.js';
import { createTrustedKeys } from '../src/trust/trusted-keys.js';
import { makeVendor } from './vendor.js';

const vendor = makeVendor();
const pins = createTrustedKeys(vendor.root.pem);

/** A verified document of one kind, made the only way there is: signed, and read back. */
export function verified<Kind extends DocumentKind>(
  kind: Kind,
  changes: Record<string, unknown> = {},
): VerifiedDocuments[Kind] {
  const text = vendor.document(kind, changes);
  const verification = verifyDocument(text, { kind, product: 'acme-shop', pins });
  if (!verification.ok) throw new Error(verification.detail);
  return verification.license;
}
