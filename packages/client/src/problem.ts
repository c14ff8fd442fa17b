import type { components } from './openapi.js';

/**
 * Why there is no answer of the server: it could not be reached, took too long, wants the request to be sent elsewhere, answered more than
 * any answer is long or what is not an answer of the API; or the caller gave up.
 */
export const clientProblemCodes = [
  'unreachable',
  'timed_out',
  'redirected',
  'answer_too_large',
  'invalid_answer',
  'aborted',
] as const;

/** One reason of {@link clientProblemCodes}. */
export type ClientProblemCode = (typeof clientProblemCodes)[number];

/** The server's reasons, from its document. */
export type ServerProblemCode =
  components['responses']['Problem']['content']['application/problem+json']['code'];

/** A newer server may have reasons that this version does not list. */
export type ProblemCode = ServerProblemCode | ClientProblemCode | (string & Record<never, never>);

/** Why a call did not succeed. Nothing in it repeats the API key. */
export interface Problem {
  /** Stable: react to this. */
  readonly code: ProblemCode;
  /** What to do, in plain words. */
  readonly detail: string;
  /** The status of the answer; absent when there was none. */
  readonly status?: number;
  /** The member of the request that is to blame. */
  readonly field?: string;
  /** How long the server asks to be left alone (RFC 9110 section 10.2.3). */
  readonly retryAfterSeconds?: number;
}

/** A call that did not succeed. */
export interface Failure {
  readonly ok: false;
  readonly problem: Problem;
}

/** What a call gives. */
export type Result<T> = { readonly ok: true; readonly data: T } | Failure;

/** A failure that has no answer of the server behind it. */
export function failure(code: ClientProblemCode, detail: string): Failure {
  return { ok: false, problem: { code, detail } };
}
