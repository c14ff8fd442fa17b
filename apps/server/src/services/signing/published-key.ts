import { parsePublicKey } from '@licet/core';
import { exportPublicKey, type ExportedPublicKey } from '@licet/issuer';
import type { SigningKeyRow } from '../../db/tables.js';

/** The public half of a signing key, with what may be known about it. */
export interface PublishedKey
  extends ExportedPublicKey, Pick<SigningKeyRow, 'kid' | 'use' | 'status'> {}

/** All that leaves the server of a signing key. */
export function toPublishedKey({ kid, use, status, pem }: SigningKeyRow): PublishedKey {
  const parsing = parsePublicKey(pem);
  if (!parsing.ok) throw new Error(`The stored public key ${kid} is damaged.`);
  return { kid, use, status, ...exportPublicKey(parsing.key) };
}
