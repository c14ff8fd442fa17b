import { OptionsError, type EpochSeconds } from '@licet/core';
import type { LeafUse } from './certify-leaf.js';
import { readLeafStatement } from './read-leaf-statement.js';
import type { SigningKey } from './signing-key.js';

/** A leaf that signs: its key, and what the root stated about it (`certifyLeaf`). */
export interface LeafSigner {
  readonly key: SigningKey;
  readonly statement: string;
}

/** Throws `OptionsError` (`signer`) unless a guard will accept what this leaf signs for this use, issuer and time. */
export function refuseForeignSigner(
  { iss, iat }: { readonly iss: string; readonly iat: EpochSeconds },
  use: LeafUse,
  { key, statement }: LeafSigner,
): void {
  const leaf = readLeafStatement(statement);
  if (leaf?.thumbprint !== key.publicKey.thumbprint) {
    throw new OptionsError('signer', 'the statement does not certify this key.');
  }
  if (leaf.issuer !== iss || leaf.use !== use) {
    throw new OptionsError('signer', `the leaf is not certified for this issuer and use (${use}).`);
  }
  if (iat < leaf.notBefore || iat >= leaf.expiresAt) {
    throw new OptionsError('signer', 'the leaf is not certified at the time of issue.');
  }
}
