import type { EpochSeconds, PublicKey } from '@licet/core';
import { certifyLeaf, type LeafUse } from './certify-leaf.js';
import type { SigningKey } from './signing-key.js';
import type { SigningLanes } from './signing-lanes.js';
import { createLeafCertificate, createRootCertificate } from './x509.js';

const secondsPerDay = 86_400;
const rootDays = 30 * 365;
/** Documents outlive their leaf, so that its end only bounds how long somebody who forgot it goes on signing. */
const leafDays = 10 * 365;
/** A clock that is set back a little must not make a new key useless. */
const backdatedSeconds = 300;

/** Whose keys are certified, and when. */
export interface KeyOwner {
  readonly issuer: string;
  readonly now: EpochSeconds;
}

/** A root that vouches for new leaves. */
export interface CertifiedRoot {
  readonly key: SigningKey;
  /** PEM. */
  readonly certificate: string;
}

/** What vouches for a leaf: a statement for guards, and certificates for other tools, its own first and the root's behind it. */
export interface CertifiedLeaf {
  readonly statement: string;
  readonly certificates: readonly [leaf: string, root: string];
}

/** Certifies a root by itself, for 30 years. */
export function certifyRoot(key: SigningKey, { issuer, now }: KeyOwner): CertifiedRoot {
  const commonName = `Licet root ${issuer}`;
  return { key, certificate: createRootCertificate({ key, commonName, ...period(now, rootDays) }) };
}

/** Certifies a new leaf for 10 years. Throws `OptionsError` as `certifyLeaf` does. */
export async function certifyNewLeaf(
  { leaf, use, root }: { leaf: PublicKey; use: LeafUse; root: CertifiedRoot },
  { issuer, now }: KeyOwner,
  lanes: SigningLanes,
): Promise<CertifiedLeaf> {
  const { notBefore, notAfter } = period(now, leafDays);
  const statement = await certifyLeaf(
    { root: root.key, leaf, issuer, use, issuedAt: now, notBefore, expiresAt: notAfter },
    lanes,
  );
  const certificate = createLeafCertificate({
    root: root.key,
    rootCertificate: root.certificate,
    leaf,
    commonName: `Licet ${use} ${issuer}`,
    notBefore,
    notAfter,
  });
  return { statement, certificates: [certificate, root.certificate] };
}

function period(now: EpochSeconds, days: number) {
  return { notBefore: now - backdatedSeconds, notAfter: now + days * secondsPerDay };
}
