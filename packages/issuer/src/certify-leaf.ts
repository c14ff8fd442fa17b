import { OptionsError, type EpochSeconds, type PublicKey } from '@licet/core';
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
 * Signs the statement (`leaf+jwt`) by which a guard that pins the root accepts what the leaf signs. Throws `OptionsError`
 * when the leaf is the root itself (`leaf`) or the times are not whole seconds in order (`expiresAt`).
 */
export async function certifyLeaf(
  certification: LeafCertification,
  lanes: SigningLanes,
): Promise<string> {
  const { root, leaf, issuer, use, issuedAt, notBefore, expiresAt } = certification;
  if (leaf.thumbprint === root.publicKey.thumbprint)
    throw new OptionsError('leaf', 'a root cannot be its own leaf.');
  if (![issuedAt, notBefore, expiresAt].every(Number.isSafeInteger) || notBefore >= expiresAt) {
    throw new OptionsError(
      'expiresAt',
      'expected whole seconds, notBefore earlier than expiresAt.',
    );
  }
  const { kty, n, e } = leaf.jwk;
  const payload = {
    v: 1,
    iss: issuer,
    jwk: { kty, n, e },
    use,
    iat: issuedAt,
    nbf: notBefore,
    exp: expiresAt,
  };
  const header = { alg: 'RS256', typ: 'leaf+jwt', kid: root.publicKey.thumbprint };
  return signJws(toSigningInput(header, JSON.stringify(payload)), root, lanes);
}
