import { OptionsError, type EpochSeconds, type PublicKey } from '@licet/core';
import { isInstant } from './is-instant.js';
import { signJws, toSigningInput } from './sign-jws.js';
import type { SigningKey } from './signing-key.js';
import type { SigningLanes } from './signing-lanes.js';

/** What a leaf may sign: license documents, or the lists that say which of them still count. */
export type LeafUse = 'license' | 'status';

/** What a root says about a leaf. */
export interface LeafCertification {
  readonly root: SigningKey;
  readonly leaf: PublicKey;
  /** The issuer id, equal to the `iss` of everything that the leaf will sign. */
  readonly issuer: string;
  readonly use: LeafUse;
  readonly issuedAt: EpochSeconds;
  /** Documents count when their `iat` lies from `notBefore` on and before `expiresAt`. */
  readonly notBefore: EpochSeconds;
  readonly expiresAt: EpochSeconds;
}

/**
 * Signs the statement (`leaf+jwt`) by which a guard that pins the root accepts what the leaf signs.
 * Throws `OptionsError` when the leaf is the root itself (`leaf`), for an `issuer` that is not 1 to
 * 128 printable ASCII characters, and unless the times are whole seconds with `notBefore` earlier
 * than `expiresAt` (`expiresAt`).
 */
export async function certifyLeaf(
  certification: LeafCertification,
  lanes: SigningLanes,
): Promise<string> {
  refuseBadCertification(certification);
  const { root, leaf, issuer, use, issuedAt, notBefore, expiresAt } = certification;
  const { kty, n, e } = leaf.jwk;
  const times = { iat: issuedAt, nbf: notBefore, exp: expiresAt };
  const payload = { v: 1, iss: issuer, jwk: { kty, n, e }, use, ...times };
  const header = { alg: 'RS256', typ: 'leaf+jwt', kid: root.publicKey.thumbprint };
  return signJws(toSigningInput(header, JSON.stringify(payload)), root, lanes);
}

function refuseBadCertification({ root, leaf, issuer, ...times }: LeafCertification): void {
  const { issuedAt, notBefore, expiresAt } = times;
  if (leaf.thumbprint === root.publicKey.thumbprint)
    throw new OptionsError('leaf', 'a root cannot be its own leaf.');
  if (!/^[\x21-\x7e]{1,128}$/.test(issuer)) {
    throw new OptionsError(
      'issuer',
      'expected 1 to 128 printable ASCII characters without spaces.',
    );
  }
  if (![issuedAt, notBefore, expiresAt].every(isInstant) || notBefore >= expiresAt) {
    throw new OptionsError(
      'expiresAt',
      'expected whole seconds, notBefore earlier than expiresAt.',
    );
  }
}
