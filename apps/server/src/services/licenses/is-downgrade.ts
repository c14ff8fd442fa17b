import type { EpochSeconds } from '@licet/core';
import type { LicenseRow } from '../../db/tables.js';
import { readTerms } from './license-terms.js';
import { isStricter } from './policy.js';

/** Whether a license gives less than it did: then the documents that say the more of it have to stop being good. */
export function isDowngrade(next: LicenseRow, before: LicenseRow): boolean {
  return (next.seats ?? 0) < (before.seats ?? 0) || losesTerms(next, before);
}

/** Whether a license loses some of what all its documents say of it, whatever their kind. */
export function losesTerms(next: LicenseRow, before: LicenseRow): boolean {
  const [terms, termsBefore] = [readTerms(next), readTerms(before)];
  return (
    losesFeatures(terms.features ?? [], termsBefore.features ?? []) ||
    isEarlier(next.valid_to, before.valid_to) ||
    losesMaintenance(terms.maintenance?.until, termsBefore.maintenance?.until) ||
    isStricter(terms.policy ?? {}, termsBefore.policy ?? {})
  );
}

function losesFeatures(next: readonly string[], before: readonly string[]): boolean {
  const kept = new Set(next);
  return before.some((feature) => !kept.has(feature));
}

function isEarlier(next: number | null, before: number | null): boolean {
  return (next ?? Infinity) < (before ?? Infinity);
}

/** By the ends of plans: one that was taken away is a loss, although no end of a plan excludes a release any more. */
function losesMaintenance(
  next: EpochSeconds | undefined,
  before: EpochSeconds | undefined,
): boolean {
  if (before === undefined) return next !== undefined;
  return next === undefined || next < before;
}
