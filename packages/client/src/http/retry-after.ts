import type { EpochSeconds } from '@licet/core';

/** Reads `Retry-After` (RFC 9110 section 10.2.3), a number of seconds or a date. `undefined` when there is none that can be read. */
export function parseRetryAfter(
  value: string | null,
  now: EpochSeconds,
): { readonly retryAfterSeconds: number } | undefined {
  if (value === null) return undefined;
  const seconds = /^\d{1,9}$/.test(value)
    ? Number(value)
    : Math.ceil(Date.parse(value) / 1000) - now;
  return Number.isNaN(seconds) ? undefined : { retryAfterSeconds: Math.max(0, seconds) };
}
