import type { AuditEntryRow } from '../../db/tables.js';
import type { AuditMac } from '../../secrets/vault.js';
import { auditDetailNames, type AuditDetails } from './actions.js';

/** The last entry of a chain, as far as the next one depends on it; `seq` 0 and no MAC before the first. */
export type ChainHead = Pick<AuditEntryRow, 'account_id' | 'chain' | 'seq' | 'mac'>;

/** An entry that does not have its place in a chain yet. */
export type UnlinkedEntry = Omit<AuditEntryRow, keyof ChainHead | 'previous_mac'>;

/** Makes an entry the next one of a chain. */
export function linkEntry(
  { account_id, chain, seq, mac: previous_mac }: ChainHead,
  entry: UnlinkedEntry,
  mac: AuditMac,
): AuditEntryRow {
  const linked = { account_id, chain, seq: seq + 1, ...entry, previous_mac };
  return { ...linked, mac: mac(encodeEntry(linked)) };
}

/** What the MAC of an entry is made of: every column, in an array that can be read in one way only. */
export function encodeEntry(entry: Omit<AuditEntryRow, 'mac'>): string {
  const { account_id, chain, seq, at, actor, action, target, product, details } = entry;
  return JSON.stringify([
    'licet-audit-entry-v1',
    account_id,
    chain,
    seq,
    at,
    actor,
    action,
    target,
    product,
    details,
    entry.previous_mac,
  ]);
}

/** Details as they are stored. Throws for a member that they may not have, which the types let through in a spread. */
export function toDetailsText(details: AuditDetails): string {
  const allowed: readonly string[] = auditDetailNames;
  const unknown = Object.keys(details).find((name) => !allowed.includes(name));
  if (unknown !== undefined) throw new Error(`The audit log has no member "${unknown}".`);
  return JSON.stringify(details, [...auditDetailNames]);
}

/** Details as they are shown; none when somebody damaged them, which only the verification can judge. */
export function parseDetails(text: string): AuditDetails {
  try {
    const details: unknown = JSON.parse(text);
    return details !== null && typeof details === 'object' ? details : {};
  } catch {
    return {};
  }
}
