import type { EpochSeconds } from '@licet/core';
import { exportPublicKey, openPkcs12, sealPkcs12, type SigningKey } from '@licet/issuer';
import { randomBytes } from 'node:crypto';
import type { SigningKeyRow } from '../../db/tables.js';
import type { Sealer } from '../../secrets/sealer.js';

/** Sizes of RSA keys that guards accept. */
export type ModulusBits = 2048 | 3072 | 4096;

/** A signing key as it goes into the store, all but whose it is. */
export type SealedKey = Omit<SigningKeyRow, 'account_id'>;

/** What is said about a key beside the key itself. */
export interface KeyParticulars {
  readonly use: SigningKeyRow['use'];
  readonly statement: string | null;
  /** PEM, the key's own first. */
  readonly certificates: readonly [string, ...string[]];
  readonly createdAt: EpochSeconds;
}

/** The passphrase is random, so that stretching it would only cost time. */
const iterations = 2048;

/** Puts a new, active key under a passphrase of its own, and the passphrase under the data key. */
export async function sealKey(
  key: SigningKey,
  particulars: KeyParticulars,
  sealer: Sealer,
): Promise<SealedKey> {
  const { use, statement, certificates, createdAt } = particulars;
  const kid = key.publicKey.thumbprint;
  const passphrase = randomBytes(24).toString('base64url');
  const store = await sealPkcs12({
    key,
    name: `licet ${use}`,
    certificates,
    passphrase,
    iterations,
  });
  return {
    kid,
    use,
    status: 'active',
    pem: exportPublicKey(key.publicKey).pem,
    statement,
    certificate: certificates[0],
    pkcs12: Buffer.from(store).toString('base64'),
    passphrase_sealed: sealer.seal(purposeOf(kid), passphrase),
    created_at: createdAt,
    retired_at: null,
  };
}

/** The passphrase of a stored key. */
export function openPassphrase(row: SigningKeyRow, sealer: Sealer): string {
  return sealer.open(purposeOf(row.kid), row.passphrase_sealed).toString();
}

/** Opens a stored key. */
export async function openKey(row: SigningKeyRow, sealer: Sealer): Promise<SigningKey> {
  const { key } = await openPkcs12(Buffer.from(row.pkcs12, 'base64'), openPassphrase(row, sealer));
  return key;
}

function purposeOf(kid: string): string {
  return `pkcs12-passphrase ${kid}`;
}
