import type { AccessWarning } from './access/decision.js';
import type { EndCode, LicenseFailureCode, ListFailureCode, RefusalCode } from './errors.js';
import type { EpochSeconds } from './time/clock.js';

/** What a gate reports. Nothing in it is secret; `detail` is for the log, not for visitors. */
export type GateEvent =
  | {
      readonly type: 'license-loaded';
      readonly licenseId: string;
      readonly generation: number;
      readonly expiresAt: EpochSeconds | undefined;
    }
  /** Its file went away from a directory of licenses. */
  | { readonly type: 'license-removed'; readonly licenseId: string }
  /** The end comes near: reported once at each of 30, 14, 7, 3 and 1 days before it, when a request is checked. */
  | {
      readonly type: 'license-expiring';
      readonly licenseId: string;
      readonly expiresAt: EpochSeconds;
      readonly daysLeft: number;
    }
  /** A license could not be read or was not accepted. The last good one stays in use. */
  | { readonly type: 'license-failed'; readonly code: LicenseFailureCode; readonly detail: string }
  /** The vendor ended a license that is in use, or its key was stolen. Requests are refused from now on. */
  | { readonly type: 'license-ended'; readonly licenseId: string; readonly code: EndCode }
  /** It counts again. */
  | { readonly type: 'license-reinstated'; readonly licenseId: string }
  /** A status list, by its `uri`, or a trust list, by its issuer, was accepted and is newer than the one before. */
  | {
      readonly type: 'list-loaded';
      readonly name: string;
      readonly sequence: number;
      readonly issuedAt: EpochSeconds;
    }
  /** `unavailable`: it could not be had. The last good one counts on. */
  | {
      readonly type: 'list-failed';
      readonly name: string;
      readonly code: ListFailureCode | 'unavailable';
      readonly detail: string;
    }
  | { readonly type: 'request-refused'; readonly code: RefusalCode; readonly detail: string }
  /** Allowed, but by grace, by a policy that warns, or as a development host. */
  | {
      readonly type: 'request-warned';
      readonly host: string;
      readonly warnings: readonly AccessWarning[];
    };

/** Hears every event. What it throws is dropped: reporting never changes a decision. */
export type GateListener = (event: GateEvent) => void;
