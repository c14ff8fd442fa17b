import type { AuditAnchorRow, AuditEntryRow, Db } from '../../db/tables.js';
import { findNewestAnchor, insertAnchor } from '../../db/audit-anchors.js';
import { listChainHeads } from '../../db/audit-log.js';
import type { Context } from '../context.js';

/** The last entry of a chain at the time of an anchor. */
export type AnchoredHead = Pick<AuditEntryRow, 'chain' | 'seq' | 'mac'>;

/**
 * A chain counts as old, and is left out, when it was not written to for this long before the newest anchor, which has it. The day is
 * for clocks that disagree and for transactions that take their time.
 */
const secondsOfOverlap = 86_400;

/** Writes down how long the chains of all processes are, so that an end that is cut off later is missed. Nothing new, no anchor. */
export async function anchorAuditLog(context: Context): Promise<void> {
  const { store } = context;
  let isDone = false;
  while (!isDone) isDone = await store.transact((db) => tryToAnchor(db, context));
}

/** False when another process took the place: look again what is new. */
async function tryToAnchor(db: Db, { store, account, vault }: Context): Promise<boolean> {
  const newest = await findNewestAnchor(db, account.id);
  const since = newest && newest.at - secondsOfOverlap;
  const heads = await listChainHeads(db, account.id, since);
  const known = newest === undefined ? [] : (parseHeads(newest.heads) ?? []);
  if (!heads.some((head) => isNew(head, known))) return true;
  const anchor = {
    account_id: account.id,
    seq: (newest?.seq ?? 0) + 1,
    at: store.now(),
    heads: JSON.stringify(heads.map(({ chain, seq, mac }) => [chain, seq, mac])),
    previous_mac: newest?.mac ?? '',
  };
  return insertAnchor(db, { ...anchor, mac: vault.auditMac(encodeAnchor(anchor)) });
}

function isNew({ chain, seq }: AnchoredHead, known: readonly AnchoredHead[]): boolean {
  return !known.some((head) => head.chain === chain && head.seq >= seq);
}

/** What the MAC of an anchor is made of. */
export function encodeAnchor(anchor: Omit<AuditAnchorRow, 'mac'>): string {
  const { account_id, seq, at, heads, previous_mac } = anchor;
  return JSON.stringify(['licet-audit-anchor-v1', account_id, seq, at, heads, previous_mac]);
}

/** The heads of an anchor; `undefined` for a text that we did not write. */
export function parseHeads(text: string): AnchoredHead[] | undefined {
  try {
    const heads = JSON.parse(text) as (readonly [string, number, string])[];
    return heads.map(([chain, seq, mac]) => ({ chain, seq, mac }));
  } catch {
    return undefined;
  }
}
