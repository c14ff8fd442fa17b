import { readAuditEntries } from '../../db/audit-log.js';
import { readAll } from '../../db/read-all.js';
import type { AuditEntryRow } from '../../db/tables.js';
import type { AuditMac } from '../../secrets/vault.js';
import type { Context } from '../context.js';
import { encodeEntry } from './entry.js';

const rowsAtOnce = 1000;

/** Something that is not as it was written. */
export interface AuditFault {
  /** `entry chn_….7` or `anchor 7`. */
  readonly place: string;
  /** Completes the sentence that begins with the place. */
  readonly finding: string;
}

/** The last entry of a chain that was found, and whether the chain is good up to it. */
export interface ChainEnd extends Pick<AuditEntryRow, 'seq' | 'mac'> {
  readonly isBroken: boolean;
}

/** All chains as they were found. */
export interface VerifiedChains {
  readonly entries: number;
  readonly ends: ReadonlyMap<string, ChainEnd>;
  readonly faults: readonly AuditFault[];
}

const beforeFirst: ChainEnd = { seq: 0, mac: '', isBroken: false };

/** Recomputes all chains. Of each one the first broken entry is told, as those behind it prove nothing any more. */
export async function verifyChains({ store, account, vault }: Context): Promise<VerifiedChains> {
  const ends = new Map<string, ChainEnd>();
  const faults: AuditFault[] = [];
  let entries = 0;
  const rows = readAll<AuditEntryRow>((after) =>
    readAuditEntries(store.db, account.id, { limit: rowsAtOnce, after }),
  );
  for await (const row of rows) {
    entries++;
    const before = ends.get(row.chain) ?? beforeFirst;
    const fault = before.isBroken ? undefined : findFault(row, before, vault.auditMac);
    if (fault !== undefined) faults.push(fault);
    const isBroken = before.isBroken || fault !== undefined;
    ends.set(row.chain, { seq: row.seq, mac: row.mac, isBroken });
  }
  return { entries, ends, faults };
}

function findFault(row: AuditEntryRow, before: ChainEnd, mac: AuditMac): AuditFault | undefined {
  const toFault = (seq: number, finding: string) => ({ place: toPlace(row.chain, seq), finding });
  if (mac(encodeEntry(row)) !== row.mac)
    return toFault(row.seq, 'was changed, or stands in the place of another');
  if (row.seq !== before.seq + 1) return toFault(before.seq + 1, 'is missing');
  return row.previous_mac === before.mac
    ? undefined
    : toFault(row.seq, 'does not follow the one before it');
}

/** How an entry is called in a report. */
export function toPlace(chain: string, seq: number): string {
  return `entry ${chain}.${String(seq)}`;
}
