import type { EpochSeconds } from '@licet/core';
import {
  certifyLeaf,
  createLeafCertificate,
  createRootCertificate,
  type LeafUse,
  type SigningKey,
  type SigningLanes,
} from '@licet/issuer';
import type { Sealer } from '../../secrets/sealer.js';
import { sealKey, type SealedKey } from './seal-key.js';

const secondsPerDay = 86_400;
const rootDays = 30 * 365;
/** Documents outlive their leaf, so that its end only bounds how long a forgotten server goes on signing. */
const leafDays = 10 * 365;
/** A clock that is set back a little must not make a new key useless. */
const backdatedSeconds = 300;

/** A root that vouches for new leaves. */
export interface Root {
  readonly key: SigningKey;
  readonly certificate: string;
}

/** Whose keys are made, when, and under what they are kept. */
export interface Certification {
  readonly issuer: string;
  readonly now: EpochSeconds;
  readonly sealer: Sealer;
  readonly lanes: SigningLanes;
}

/** Certifies a root by itself. */
export function certifyRoot(key: SigningKey, { issuer, now }: Certification): Root {
  const certificate = createRootCertificate({
    key,
    commonName: `Licet root ${issuer}`,
    ...period(now, rootDays),
  });
  return { key, certificate };
}

/** A root as it is stored. */
export async function sealRoot(root: Root, { now, sealer }: Certification): Promise<SealedKey> {
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
  root: Root,
  { issuer, now, sealer, lanes }: Certification,
): Promise<SealedKey> {
  const { notBefore, notAfter } = period(now, leafDays);
  const certificate = createLeafCertificate({
    root: root.key,
    rootCertificate: root.certificate,
    leaf: leaf.publicKey,
    commonName: `Licet ${use} ${issuer}`,
    notBefore,
    notAfter,
  });
  const statement = await certifyLeaf(
    {
      root: root.key,
      leaf: leaf.publicKey,
      issuer,
      use,
      issuedAt: now,
      notBefore,
      expiresAt: notAfter,
    },
    lanes,
  );
  const certificates = [certificate, root.certificate] as const;
  return sealKey(leaf, { use, statement, certificates, createdAt: now }, sealer);
}

function period(now: EpochSeconds, days: number) {
  return { notBefore: now - backdatedSeconds, notAfter: now + days * secondsPerDay };
}
