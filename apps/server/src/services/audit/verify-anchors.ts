import { readAnchors } from '../../db/audit-anchors.js';
import { findAuditMac } from '../../db/audit-log.js';
import { readAll } from '../../db/read-all.js';
import type { AuditAnchorRow } from '../../db/tables.js';
import type { AuditMac } from '../../secrets/vault.js';
import type { Context } from '../context.js';
import { encodeAnchor, parseHeads, type AnchoredHead } from './anchor.js';
import { toPlace, type AuditFault, type ChainEnd } from './verify-chains.js';

const rowsAtOnce = 1000;

/** Enough of an anchor to know it again. */
export type NotedAnchor = Pick<AuditAnchorRow, 'seq' | 'mac'>;

/** All anchors as they were found. */
export interface VerifiedAnchors {
  readonly count: number;
  readonly newest: NotedAnchor | undefined;
  /** How far each chain is known to have reached. */
  readonly heads: ReadonlyMap<string, AnchoredHead>;
  readonly faults: readonly AuditFault[];
}

/** Recomputes all anchors. `noted` must be one of them, when it is given. */
export async function verifyAnchors(
  { store, account, vault }: Context,
  noted: NotedAnchor | undefined,
): Promise<VerifiedAnchors> {
  const heads = new Map<string, AnchoredHead>();
  const faults: AuditFault[] = [];
  let count = 0;
  let newest: NotedAnchor | undefined;
  let isNotedThere = noted === undefined;
  const rows = readAll<AuditAnchorRow>((after) =>
    readAnchors(store.db, account.id, { limit: rowsAtOnce, after }),
  );
  for await (const row of rows) {
    count++;
    const fault = findFault(row, newest, vault.auditMac);
    if (fault === undefined) raiseHeads(heads, row);
    else faults.push(fault);
    if (row.seq === noted?.seq && row.mac === noted.mac) isNotedThere = true;
    newest = { seq: row.seq, mac: row.mac };
  }
  if (noted !== undefined && !isNotedThere)
    faults.push({ place: `anchor ${String(noted.seq)}`, finding: 'is not there as it was noted' });
  return { count, newest, heads, faults };
}

function findFault(
  row: AuditAnchorRow,
  before: NotedAnchor | undefined,
  mac: AuditMac,
): AuditFault | undefined {
  const toFault = (seq: number, finding: string) => ({ place: `anchor ${String(seq)}`, finding });
  if (mac(encodeAnchor(row)) !== row.mac) return toFault(row.seq, 'was changed');
  const expected = (before?.seq ?? 0) + 1;
  if (row.seq !== expected) return toFault(expected, 'is missing');
  return row.previous_mac === (before?.mac ?? '')
    ? undefined
    : toFault(row.seq, 'does not follow the one before it');
}

function raiseHeads(heads: Map<string, AnchoredHead>, { heads: text }: AuditAnchorRow): void {
  for (const head of parseHeads(text) ?? []) {
    if (head.seq > (heads.get(head.chain)?.seq ?? 0)) heads.set(head.chain, head);
  }
}

/**
 * Looks up the last entry that anchors saw of each chain; those before it are vouched for by the chain. Of a chain that is known to be
 * broken nothing more is told.
 */
export async function findCuts(
  { store, account }: Context,
  ends: ReadonlyMap<string, ChainEnd>,
  heads: ReadonlyMap<string, AnchoredHead>,
): Promise<AuditFault[]> {
  const cuts: AuditFault[] = [];
  for (const head of heads.values()) {
    const end = ends.get(head.chain);
    if (end?.isBroken === true) continue;
    const mac = await findAuditMac(store.db, account.id, head);
    if (mac !== head.mac) cuts.push(describeCut(head, mac, end));
  }
  return cuts;
}

function describeCut(
  { chain, seq }: AnchoredHead,
  found: string | undefined,
  end: ChainEnd | undefined,
): AuditFault {
  if (found !== undefined)
    return { place: toPlace(chain, seq), finding: 'is not the one that an anchor saw' };
  const finding = `is missing, with all up to the ${String(seq)} that an anchor saw`;
  return { place: toPlace(chain, (end?.seq ?? 0) + 1), finding };
}
