import type { MaintenanceClaims } from '@licet/core';
import type { LicenseRow } from '../../db/tables.js';
import { isStricter, type Policy } from './policy.js';

/** Whether a license gives less than it did: then the documents that are out there have to stop being good. */
export function isDowngrade(next: LicenseRow, before: LicenseRow): boolean {
  return (
    losesFeatures(next, before) ||
    (next.seats ?? 0) < (before.seats ?? 0) ||
    isEarlier(next.valid_to, before.valid_to) ||
    losesMaintenance(readMaintenance(next), readMaintenance(before)) ||
    isStricter(readPolicy(next), readPolicy(before))
  );
}

function losesFeatures(next: LicenseRow, before: LicenseRow): boolean {
  const kept = new Set(readFeatures(next));
  return readFeatures(before).some((feature) => !kept.has(feature));
}

function isEarlier(next: number | null, before: number | null): boolean {
  return (next ?? Infinity) < (before ?? Infinity);
}

/** A plan that was taken away is a loss, although no end of a plan excludes a release any more. */
function losesMaintenance(next: MaintenanceClaims, before: MaintenanceClaims): boolean {
  if (before.until === undefined) return next.until !== undefined;
  return next.until === undefined || next.until < before.until;
}

function readFeatures({ features }: LicenseRow): string[] {
  return features === null ? [] : (JSON.parse(features) as string[]);
}

function readMaintenance({ maintenance }: LicenseRow): MaintenanceClaims {
  const none = { supported: false };
  return maintenance === null ? none : (JSON.parse(maintenance) as MaintenanceClaims);
}

function readPolicy({ policy }: LicenseRow): Policy {
  return policy === null ? {} : (JSON.parse(policy) as Policy);
}
