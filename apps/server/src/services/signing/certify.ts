import {
  certifyNewLeaf,
  type CertifiedRoot,
  type KeyOwner,
  type LeafUse,
  type SigningKey,
  type SigningLanes,
} from '@licet/issuer';
import type { Sealer } from '../../secrets/sealer.js';
import { sealKey, type SealedKey } from './seal-key.js';

/** Whose keys are made, when, and under what they are kept. */
export interface Certification extends KeyOwner {
  readonly sealer: Sealer;
  readonly lanes: SigningLanes;
}

/** A root as it is stored. */
export async function sealRoot(
  root: CertifiedRoot,
  { now, sealer }: Certification,
): Promise<SealedKey> {
  return sealKey(
    root.key,
    { use: 'root', statement: null, certificates: [root.certificate], createdAt: now },
    sealer,
  );
}

/** Certifies a new leaf, in a statement for guards and in a certificate for other tools, and seals it. */
export async function certifyAndSealLeaf(
  leaf: SigningKey,
  use: LeafUse,
  root: CertifiedRoot,
  { issuer, now, sealer, lanes }: Certification,
): Promise<SealedKey> {
  const order = { leaf: leaf.publicKey, use, root };
  const { statement, certificates } = await certifyNewLeaf(order, { issuer, now }, lanes);
  return sealKey(leaf, { use, statement, certificates, createdAt: now }, sealer);
}
