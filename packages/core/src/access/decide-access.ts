import type { VerifiedLicense } from '../document/verified-license.js';
import { matchesDomain } from '../domain/domain-scope.js';
import type { EpochSeconds } from '../time/clock.js';
import { refuse, type Decision, type LicenseAccess, type RefusedDecision } from './decision.js';

/** What is asked of a license. */
export interface AccessQuestion {
  /** Canonical host, as `readHost` or `parseDomainName` give it. */
  readonly host: string;
  readonly now: EpochSeconds;
  /** A feature that the license must include. */
  readonly feature?: string;
}

/** A license may have been issued this much ahead of the local clock. */
const clockToleranceSeconds = 300;

const clockRolledBack = refuse(
  'clock_rolled_back',
  'The clock is before the issue of the license.',
);
const notYetValid = refuse('not_yet_valid', 'The license is not valid yet.');
const expired = refuse('expired', 'The license has expired.');
const wrongHost = refuse('wrong_host', 'The license is not for this host.');
const featureMissing = refuse('feature_missing', 'The license does not include this feature.');

/**
 * Decides whether a verified license allows a host at an instant. Pure: the same question always has the same answer.
 * Codes: `clock_rolled_back`, `not_yet_valid`, `expired`, `wrong_host`, `feature_missing`, in this order.
 */
export function decideAccess(license: VerifiedLicense, question: AccessQuestion): Decision {
  const refusal = refuseByTime(license, question.now);
  if (refusal !== undefined) return refusal;
  if (!matchesDomain(question.host, license.domains)) return wrongHost;
  return requireFeature(
    { allowed: true, access: toAccess(license, question.host) },
    question.feature,
  );
}

/** Adds a feature to what a decision has to fulfil. */
export function requireFeature(decision: Decision, feature: string | undefined): Decision {
  const missing = decision.allowed && feature !== undefined && !decision.access.has(feature);
  return missing ? featureMissing : decision;
}

/** The instants at which the answer of `decideAccess` can change, in ascending order. */
export function turningPoints(license: VerifiedLicense): readonly EpochSeconds[] {
  const points = [license.issuedAt - clockToleranceSeconds, license.validFrom, license.expiresAt];
  return points.filter((point) => point !== undefined).sort((a, b) => a - b);
}

function refuseByTime(license: VerifiedLicense, now: EpochSeconds): RefusedDecision | undefined {
  if (now < license.issuedAt - clockToleranceSeconds) return clockRolledBack;
  if (license.validFrom !== undefined && now < license.validFrom) return notYetValid;
  if (license.expiresAt !== undefined && now >= license.expiresAt) return expired;
  return undefined;
}

function toAccess(license: VerifiedLicense, host: string): LicenseAccess {
  const { licenseId, product, expiresAt, features, holder } = license;
  const has = (feature: string): boolean => features.includes(feature);
  return Object.freeze({ licenseId, product, host, expiresAt, features, holder, has });
}
