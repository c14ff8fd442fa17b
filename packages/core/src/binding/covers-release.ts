import type { VerifiedDocument } from '../document/verified-license.js';
import type { EpochSeconds } from '../time/clock.js';

/** Whether maintenance plans exist for what was sold, and whether this license has one. */
export interface MaintenanceStanding {
  readonly isSupported: boolean;
  /** `undefined` where plans are not supported. */
  readonly hasPlan: boolean | undefined;
}

/** Reads the maintenance plan of a license: a signed end is a plan, also once it has passed, as it still covers what it covered. */
export function readMaintenance({ maintenance }: VerifiedDocument): MaintenanceStanding {
  if (maintenance?.supported !== true) return { isSupported: false, hasPlan: undefined };
  return { isSupported: true, hasPlan: maintenance.until !== undefined };
}

/**
 * Whether a license covers a release of the given date. Only a signed end of maintenance says no, and only to releases dated after it:
 * an older version is never blocked.
 */
export function coversRelease(
  { maintenance }: VerifiedDocument,
  releasedAt: EpochSeconds,
): boolean {
  if (maintenance?.supported !== true || maintenance.until === undefined) return true;
  return releasedAt <= maintenance.until;
}
