import type { Context } from '../context.js';
import type { AnchoredHead } from './anchor.js';
import { findCuts, verifyAnchors, type NotedAnchor } from './verify-anchors.js';
import { verifyChains, type AuditFault, type ChainEnd } from './verify-chains.js';

/** What was checked, and what was found. */
export interface AuditReport {
  readonly entries: number;
  readonly chains: number;
  readonly anchors: number;
  /** To be noted elsewhere, and given to a later check. */
  readonly newestAnchor: NotedAnchor | undefined;
  /** Entries behind those that anchors saw: if they were cut off, nobody would know. */
  readonly notAnchored: number;
  /** The first broken entry of each chain, and every broken anchor. */
  readonly faults: readonly AuditFault[];
}

/**
 * Recomputes every chain and every anchor, and holds the anchors against the chains. It reads a part at a time, so that a log of any size
 * fits and a running server is not held up. `noted` is an anchor that an earlier check told: without one, nobody can tell a
 * whole log from one that was cut together with its newest anchors.
 */
export async function verifyAuditLog(context: Context, noted?: NotedAnchor): Promise<AuditReport> {
  const { entries, ends, faults } = await verifyChains(context);
  const anchors = await verifyAnchors(context, noted);
  const cuts = await findCuts(context, ends, anchors.heads);
  return {
    entries,
    chains: ends.size,
    anchors: anchors.count,
    newestAnchor: anchors.newest,
    notAnchored: countNotAnchored(ends, anchors.heads),
    faults: [...faults, ...cuts, ...anchors.faults],
  };
}

function countNotAnchored(
  ends: ReadonlyMap<string, ChainEnd>,
  heads: ReadonlyMap<string, AnchoredHead>,
): number {
  const counts = [...ends].map(([chain, { seq }]) => seq - (heads.get(chain)?.seq ?? 0));
  return counts.reduce((sum, count) => sum + Math.max(count, 0), 0);
}
