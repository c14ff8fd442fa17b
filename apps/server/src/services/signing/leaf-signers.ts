import type { LeafSigner, LeafUse } from '@licet/issuer';
import { findActiveKid, findSigningKey, holdActiveKid } from '../../db/signing-keys.js';
import type { Store } from '../../db/store.js';
import type { Db } from '../../db/tables.js';
import type { Sealer } from '../../secrets/sealer.js';
import { openKey } from './seal-key.js';

/** A leaf that is ready to sign. */
export interface ActiveSigner extends LeafSigner {
  readonly kid: string;
}

/** The open leaves. Which ones are active is asked each time; opening one is slow and is done once. */
export interface LeafSigners {
  /** The leaf that signs licenses, or status lists, now, also when another process made it a moment ago. Throws when there is none. */
  active(use?: LeafUse): Promise<ActiveSigner>;
  /** Whether the leaf still is the one that signs licenses, and stays so until the end of the transaction that stores what it signed. */
  isActive(db: Db, signer: ActiveSigner): Promise<boolean>;
}

interface OpenLeaf {
  readonly kid: string;
  readonly signer: Promise<ActiveSigner>;
}

/** Opens keys of one account on demand and keeps the last one of each use open. */
export function createLeafSigners(store: Store, accountId: string, sealer: Sealer): LeafSigners {
  const last = new Map<LeafUse, OpenLeaf>();
  const open = async (kid: string): Promise<ActiveSigner> => {
    const row = await findSigningKey(store.db, accountId, kid);
    const statement = row?.statement ?? undefined;
    if (row === undefined || statement === undefined) throw new Error(`${kid} is not a leaf.`);
    return { kid, key: await openKey(row, sealer), statement };
  };
  return {
    async active(use = 'license') {
      const kid = await findActiveKid(store.db, accountId, use);
      if (kid === undefined) throw new Error(`There is no active key for ${use}.`);
      const known = last.get(use);
      const leaf = known?.kid === kid ? known : { kid, signer: open(kid) };
      last.set(use, leaf);
      // A failure is not kept: the next caller tries again.
      leaf.signer.catch(() => last.delete(use));
      return leaf.signer;
    },
    isActive: async (db, { kid }) => (await holdActiveKid(db, accountId, 'license')) === kid,
  };
}
