import type { EpochSeconds, VerificationCode } from '@licet/core';
import type { ProblemCode } from '../problem.js';

/**
 * Why a refresh changed nothing: a problem of the call; a license that the gate did not take; `wrong_license`, one for another domain, key or
 * product; `older_document`, one that was replaced by a later one already; or `stopped`, as no gate uses the source.
 */
export type RefreshFailureCode =
  ProblemCode | VerificationCode | 'older_document' | 'wrong_license' | 'stopped';

/** A refresh that changed nothing. The last good license stays in use. */
export interface RefreshFailure {
  readonly ok: false;
  readonly code: RefreshFailureCode;
  /** For the log. It repeats nothing of what the server wrote but its code. */
  readonly detail: string;
  /** How long the server asks to be left alone. */
  readonly retryAfterSeconds?: number;
}

/** A refresh after which the newest license is in use. */
export interface RefreshSuccess {
  readonly ok: true;
  readonly licenseId: string;
  readonly generation: number;
  /** Whether it is another document than the one before. */
  readonly isNew: boolean;
}

/** What a refresh came to. */
export type RefreshOutcome = RefreshSuccess | RefreshFailure;

/** How a source stands, for a health page. Nothing in it is secret. */
export interface LicenseServerStatus {
  /** When the server last gave a license that the gate took. */
  readonly lastSuccessAt: EpochSeconds | undefined;
  /** Why the last attempt failed; absent after a success. */
  readonly lastFailure:
    { readonly code: RefreshFailureCode; readonly at: EpochSeconds } | undefined;
  /** When the server is asked again; absent while it is being asked, and when the source is stopped. */
  readonly nextAttemptAt: EpochSeconds | undefined;
  /** Counts the documents of the license: that of the one that is cached. */
  readonly cachedGeneration: number | undefined;
  /** The system's code, such as `EACCES`, when the license could not be cached: the next start may find an older one, or none. */
  readonly cacheFailure: string | undefined;
}

/** Of a source that was never started. */
export const idleStatus: LicenseServerStatus = Object.freeze({
  lastSuccessAt: undefined,
  lastFailure: undefined,
  nextAttemptAt: undefined,
  cachedGeneration: undefined,
  cacheFailure: undefined,
});

/** What a source tells its listener. The gate's own listener hears of failures too, and of every license taken. */
export type LicenseServerEvent =
  | ({ readonly type: 'license-refreshed' } & Omit<RefreshSuccess, 'ok'>)
  | ({ readonly type: 'refresh-failed' } & Omit<RefreshFailure, 'ok'>)
  /** `code` is the system's. */
  | { readonly type: 'cache-failed'; readonly code: string };
