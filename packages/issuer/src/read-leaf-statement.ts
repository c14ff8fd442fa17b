import { parsePublicKey, readDocument, type EpochSeconds, type PublicKeyInput } from '@licet/core';

/**
 * What a statement of our own root says about a leaf. It is taken as read: guards are the ones to
 * verify it.
 */
export interface LeafStatement {
  readonly thumbprint: string;
  readonly issuer: unknown;
  readonly use: unknown;
  readonly notBefore: EpochSeconds;
  readonly expiresAt: EpochSeconds;
}

/** Reads a `leaf+jwt`; anything else gives `undefined`. */
export function readLeafStatement(statement: string): LeafStatement | undefined {
  const reading = readDocument(statement);
  if (!reading.ok || reading.document.header.typ !== 'leaf+jwt') return undefined;
  const { jwk, iss, use, nbf, exp } = reading.document.payload;
  if (typeof nbf !== 'number' || typeof exp !== 'number') return undefined;
  const parsing = parsePublicKey(jwk as PublicKeyInput);
  if (!parsing.ok) return undefined;
  return { thumbprint: parsing.key.thumbprint, issuer: iss, use, notBefore: nbf, expiresAt: exp };
}
