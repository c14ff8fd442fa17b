import type { RefusalCode } from '../errors.js';
import type { EpochSeconds } from '../time/clock.js';

/**
 * What an application should tell its owner although the request is allowed: `grace` (expired, within the days of grace), `expired`, `stale`,
 * `clock_rolled_back` (the vendor's policy warns instead of blocking) or `development_host`.
 */
export type AccessWarning =
  'grace' | 'expired' | 'stale' | 'clock_rolled_back' | 'development_host';

/** What an allowed request may know of the license that allowed it. */
export interface LicenseAccess {
  readonly licenseId: string;
  readonly product: string;
  /** The canonical host that the request was made to. */
  readonly host: string;
  /** Exclusive end; absent when the license is permanent. */
  readonly expiresAt: EpochSeconds | undefined;
  readonly features: readonly string[];
  /** A display label. */
  readonly holder: string | undefined;
  /** Empty when everything is in order. */
  readonly warnings: readonly AccessWarning[];
  /** Whether requests with unsafe methods (RFC 9110 section 9.2.1) are refused by policy. */
  readonly readOnly: boolean;
  /** Whether the license includes a feature. */
  has(feature: string): boolean;
}

/** A definite or preliminary no. `detail` is for the log: visitors get `toRefusal`'s constant text. */
export interface RefusedDecision {
  readonly allowed: false;
  readonly code: RefusalCode;
  readonly detail: string;
}

/** Yes with what the application may use, or no with the reason. */
export type Decision = { readonly allowed: true; readonly access: LicenseAccess } | RefusedDecision;

/** Makes an immutable refusal, to be shared between requests. */
export function refuse(code: RefusalCode, detail: string): RefusedDecision {
  return Object.freeze({ allowed: false, code, detail });
}
