import type { VerifiedLicense } from '../document/verified-license.js';
import { matchesDomain } from '../domain/domain-scope.js';
import { isDevelopmentHost } from '../domain/local-request.js';
import type { EndCode } from '../errors.js';
import type { EpochSeconds } from '../time/clock.js';
import {
  refuse,
  type AccessWarning,
  type Decision,
  type LicenseAccess,
  type RefusedDecision,
} from './decision.js';
import { endDetails, standingDetails } from './refusal-details.js';
import {
  isReadOnly,
  judgeStanding,
  toConcerns,
  type StandingCode,
  type Trouble,
} from './standing.js';

/** What is asked of a license. */
export interface AccessQuestion {
  /** Canonical host, as `readHost` or `parseDomainName` give it. */
  readonly host: string;
  readonly now: EpochSeconds;
  /** A feature that the license must include. */
  readonly feature?: string;
  /** Request method; without one the question counts as unsafe, which only matters where the policy is read-only. */
  readonly method?: string;
  /** Why the license does not count any more, as `findEnd` tells it from the vendor's lists. */
  readonly ended?: EndCode | undefined;
  /** The latest time in anything signed that was seen for this license; by default its own issue. */
  readonly lastSignedAt?: EpochSeconds;
  /** The latest signed time that was ever seen, also by an earlier process; by default `lastSignedAt`. */
  readonly clockMark?: EpochSeconds;
  /** Whether this is certainly a request from the machine to itself; only then do signed `devHosts` count. */
  readonly isLocal?: boolean;
}

const refusals: Record<StandingCode, RefusedDecision> = {
  clock_rolled_back: refuse('clock_rolled_back', standingDetails.clock_rolled_back),
  not_yet_valid: refuse('not_yet_valid', standingDetails.not_yet_valid),
  expired: refuse('expired', standingDetails.expired),
  stale: refuse('stale', standingDetails.stale),
};
const ends: Record<EndCode, RefusedDecision> = {
  burnt_key: refuse('burnt_key', endDetails.burnt_key),
  revoked: refuse('revoked', endDetails.revoked),
  suspended: refuse('suspended', endDetails.suspended),
};
/** No license is for the host. */
export const wrongHost: RefusedDecision = refuse('wrong_host', 'The license is not for this host.');
const featureMissing = refuse('feature_missing', 'The license does not include this feature.');

/**
 * Decides whether a verified license allows a host at an instant. Pure: the same question always has the same answer.
 * Codes: `burnt_key`, `revoked`, `suspended`, `clock_rolled_back`, `not_yet_valid`, `expired`, `stale`, `wrong_host`, `feature_missing`, in this order.
 */
export function decideAccess(license: VerifiedLicense, question: AccessQuestion): Decision {
  const { host, now, lastSignedAt = license.issuedAt, clockMark = lastSignedAt } = question;
  if (question.ended !== undefined) return ends[question.ended];
  const standing = judgeStanding(license, now, { lastSignedAt, clockMark });
  const fatal = standing.troubles.find((trouble) => isFatal(trouble, question.method));
  if (fatal !== undefined) return refusals[fatal.code];
  const isLicensed = matchesDomain(host, license.domains);
  if (!isLicensed && !isAllowedForDevelopment(license, question)) return wrongHost;
  const warnings = [
    ...toConcerns(standing).filter((code) => code !== 'not_yet_valid'),
    ...(isLicensed ? [] : (['development_host'] as const)),
  ];
  const access = toAccess(license, host, warnings, isReadOnly(standing));
  return requireFeature({ allowed: true, access }, question.feature);
}

/** Adds a feature to what a decision has to fulfil. */
export function requireFeature(decision: Decision, feature: string | undefined): Decision {
  const missing = decision.allowed && feature !== undefined && !decision.access.has(feature);
  return missing ? featureMissing : decision;
}

/** Whether a method is defined as safe (RFC 9110 section 9.2.1). */
function isSafeMethod(method: string | undefined): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS' || method === 'TRACE';
}

function isFatal({ action }: Trouble, method: string | undefined): boolean {
  return action === 'block' || (action === 'read-only' && !isSafeMethod(method));
}

function isAllowedForDevelopment(
  { policy }: VerifiedLicense,
  { host, isLocal }: AccessQuestion,
): boolean {
  return policy.devHosts === true && isLocal === true && isDevelopmentHost(host);
}

function toAccess(
  license: VerifiedLicense,
  host: string,
  warnings: readonly AccessWarning[],
  readOnly: boolean,
): LicenseAccess {
  const { licenseId, product, expiresAt, features, holder } = license;
  return Object.freeze({
    licenseId,
    product,
    host,
    expiresAt,
    features,
    holder,
    warnings: Object.freeze(warnings),
    readOnly,
    has: (feature: string): boolean => features.includes(feature),
  });
}
