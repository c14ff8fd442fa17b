import type { EpochSeconds } from '@licet/core';

/** 9999-12-31T23:59:59Z, the last second that documents and certificates can name. */
const lastSecond = 253_402_300_799;

/**
 * Whether a number is a time that can be signed: whole seconds from 1970 to the end of the year
 * 9999.
 */
export function isInstant(seconds: EpochSeconds): boolean {
  return Number.isSafeInteger(seconds) && seconds >= 0 && seconds <= lastSecond;
}
