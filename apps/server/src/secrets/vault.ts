import { createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import type { MasterKey } from './master-key.js';
import { createSealer, type Sealer } from './sealer.js';

/** Vouches for an entry or an anchor of the audit log. */
export type AuditMac = (encoded: string) => string;

/** The secrets of one account, ready for use. */
export interface Vault {
  /** Encrypts under the data key. */
  readonly sealer: Sealer;
  /** The index of a normalized domain key: it finds the key and tells nothing about it. */
  domainKeyHmac(normalizedKey: string): string;
  /** Tells two requests apart without keeping either. */
  requestHmac(request: string | Uint8Array): string;
  readonly auditMac: AuditMac;
}

/** The vault as it is stored: the data key under the master key, all else under the data key. */
export interface SealedVault {
  readonly masterKeyId: string;
  readonly dataKey: string;
  readonly domainKeySecret: string;
  readonly requestSecret: string;
}

/** A vault of new random keys. */
export function createSealedVault(masterKey: MasterKey): SealedVault {
  const dataKey = randomBytes(32);
  const sealer = createSealer(dataKey);
  return {
    masterKeyId: masterKey.id,
    dataKey: sealDataKey(dataKey, masterKey),
    domainKeySecret: sealer.seal('domain-key-hmac', randomBytes(32)),
    requestSecret: sealer.seal('request-hmac', randomBytes(32)),
  };
}

/** Opens a vault. Throws when the key is not the one it was sealed with: compare the ids first. */
export function openVault(sealed: SealedVault, masterKey: MasterKey): Vault {
  const dataKey = openDataKey(sealed, masterKey);
  const sealer = createSealer(dataKey);
  const domainKeySecret = createSecretKey(sealer.open('domain-key-hmac', sealed.domainKeySecret));
  const requestSecret = createSecretKey(sealer.open('request-hmac', sealed.requestSecret));
  // Derived, not stored: a vault that was made before there was an audit log has it too.
  const auditSecret = createSecretKey(
    Buffer.from(hkdfSync('sha256', dataKey, '', 'licet-audit-mac', 32)),
  );
  return {
    sealer,
    domainKeyHmac: (key) => createHmac('sha256', domainKeySecret).update(key).digest('base64url'),
    requestHmac: (data) => createHmac('sha256', requestSecret).update(data).digest('base64url'),
    auditMac: (data) => createHmac('sha256', auditSecret).update(data).digest('base64url'),
  };
}

/** Wraps the data key. */
export function sealDataKey(dataKey: Uint8Array, masterKey: MasterKey): string {
  return createSealer(masterKey.bytes).seal('data-key', dataKey);
}

/** Unwraps the data key of a vault. Throws when the master key is not the one it was wrapped with. */
export function openDataKey({ dataKey }: SealedVault, masterKey: MasterKey): Buffer {
  return createSealer(masterKey.bytes).open('data-key', dataKey);
}
