import { signTrustList } from '@licet/issuer';
import { listSigningKeys } from '../../db/signing-keys.js';
import { findTrustList, replaceTrustList } from '../../db/status-lists.js';
import type { Context } from '../context.js';
import { openRoot } from '../signing/open-root.js';
import { nextSequence, type PublishedList } from './read-status-list.js';

/** The root's newest list of stolen keys, signed anew when a key was burnt. Throws when there is no root to sign it. */
export async function readTrustList(context: Context): Promise<PublishedList> {
  const { store, account, lanes } = context;
  for (;;) {
    const before = await findTrustList(store.db, account.id);
    const burnt = await readBurnt(context);
    if (before?.burnt === burnt.join(' ')) return before;
    const root = await openRoot(context);
    const issuedAt = store.now();
    const sequence = nextSequence(before?.sequence ?? 0, issuedAt);
    const draft = { issuer: account.issuer, sequence, issuedAt, burnt };
    const document = await signTrustList(draft, root.key, lanes);
    const row = { account_id: account.id, sequence, burnt: burnt.join(' '), document };
    // When another process was faster its list counts, unless still another key was burnt.
    if (await store.write((db) => replaceTrustList(db, row))) return row;
  }
}

async function readBurnt({ store, account }: Context): Promise<readonly string[]> {
  const rows = await listSigningKeys(store.db, account.id);
  return rows
    .filter(({ status }) => status === 'burnt')
    .map(({ kid }) => kid)
    .sort();
}
