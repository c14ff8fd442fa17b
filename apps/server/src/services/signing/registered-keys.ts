import { createTrustedKeys, type TrustedKeys } from '@licet/core';
import { listRegisteredKeys } from '../../db/signing-keys.js';
import type { Store } from '../../db/store.js';

/** The public keys of an account that may vouch for something: active and retired ones, none that was burnt. */
export interface RegisteredKeys {
  readonly kids: ReadonlySet<string>;
  /** The leaves that sign or signed licenses; `undefined` when there is none. */
  readonly licensePins: TrustedKeys | undefined;
}

/**
 * Reads the registered keys anew each time, as another process may have changed them, and prepares them only when they are others. The leaves
 * themselves are pinned, so that a burnt one does not count although the root once certified it.
 */
export function createRegisteredKeys(
  store: Store,
  accountId: string,
): () => Promise<RegisteredKeys> {
  let last: { fingerprint: string; keys: RegisteredKeys } | undefined;
  return async () => {
    const rows = await listRegisteredKeys(store.db, accountId);
    const fingerprint = rows.map(({ kid }) => kid).join(' ');
    if (last?.fingerprint !== fingerprint) {
      const leaves = rows.filter(({ use }) => use === 'license').map(({ pem }) => pem);
      const licensePins = leaves.length === 0 ? undefined : createTrustedKeys(leaves);
      last = { fingerprint, keys: { kids: new Set(rows.map(({ kid }) => kid)), licensePins } };
    }
    return last.keys;
  };
}
