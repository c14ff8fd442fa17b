import { timingSafeEqual } from 'node:crypto';
import type { MasterKey } from './master-key.js';
import { openDataKey, sealDataKey, type SealedVault } from './vault.js';

/** The same vault under another master key: only the data key is wrapped anew, all else stays as it is. */
export function rewrapVault(vault: SealedVault, from: MasterKey, to: MasterKey): SealedVault {
  if (from.id === to.id) return vault;
  const dataKey = sealDataKey(openDataKey(vault, from), to);
  return { ...vault, masterKeyId: to.id, dataKey };
}

type VaultAndKey = readonly [vault: SealedVault, masterKey: MasterKey];

/** Whether two vaults hold the same, each under its own master key. */
export function hasSameSecrets([one, key]: VaultAndKey, [other, otherKey]: VaultAndKey): boolean {
  const areSealedAlike =
    one.domainKeySecret === other.domainKeySecret && one.requestSecret === other.requestSecret;
  return areSealedAlike && timingSafeEqual(openDataKey(one, key), openDataKey(other, otherKey));
}
