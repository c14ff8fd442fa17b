import type { LeafSigner } from '@licet/issuer';
import { findActiveKid, findSigningKey } from '../../db/signing-keys.js';
import type { Store } from '../../db/store.js';
import type { Db } from '../../db/tables.js';
import type { Sealer } from '../../secrets/sealer.js';
import { openKey } from './seal-key.js';

/** A leaf that is ready to sign. */
export interface ActiveSigner extends LeafSigner {
  readonly kid: string;
}

/** The open license leaf. Which one is active is asked each time; opening one is slow and is done once. */
export interface LeafSigners {
  /** The leaf that signs licenses now, also when another process made it a moment ago. Throws when there is none. */
  active(): Promise<ActiveSigner>;
  /** Whether the leaf still is the one that signs: ask in the transaction that stores what it signed. */
  isActive(db: Db, signer: ActiveSigner): Promise<boolean>;
}

/** Opens keys of one account on demand and keeps the last one open. */
export function createLeafSigners(store: Store, accountId: string, sealer: Sealer): LeafSigners {
  let last: { kid: string; signer: Promise<ActiveSigner> } | undefined;
  const open = async (kid: string): Promise<ActiveSigner> => {
    const row = await findSigningKey(store.db, accountId, kid);
    const statement = row?.statement ?? undefined;
    if (row === undefined || statement === undefined) throw new Error(`${kid} is not a leaf.`);
    return { kid, key: await openKey(row, sealer), statement };
  };
  return {
    async active() {
      const kid = await findActiveKid(store.db, accountId, 'license');
      if (kid === undefined) throw new Error('There is no active key for licenses.');
      if (last?.kid !== kid) last = { kid, signer: open(kid) };
      // A failure is not kept: the next caller tries again.
      last.signer.catch(() => (last = undefined));
      return last.signer;
    },
    isActive: async (db, { kid }) => (await findActiveKid(db, accountId, 'license')) === kid,
  };
}
