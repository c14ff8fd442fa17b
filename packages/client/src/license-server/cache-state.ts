import type { EpochSeconds, VerifiedLicense } from '@licet/core';

/** What a source knows beyond the license itself, from one process to the next. It comes from accepted licenses alone, never from a clock. */
export interface CacheState {
  /** The latest time in anything signed that was seen. */
  readonly lastSignedAt: EpochSeconds;
  /** The license, and the highest generation of it that was seen. */
  readonly licenseId: string;
  readonly generation: number;
}

/** The state after a license was taken. */
export function raiseState(
  state: CacheState | undefined,
  { licenseId, generation, issuedAt }: VerifiedLicense,
): CacheState {
  return {
    lastSignedAt: Math.max(state?.lastSignedAt ?? issuedAt, issuedAt),
    licenseId,
    generation,
  };
}

/** As it stands in the file. */
export function formatState(state: CacheState): string {
  return `${JSON.stringify({ v: 1, ...state })}\n`;
}

/** `undefined` for what is not a whole state: then the license in the cache is all that is known. */
export function parseState(text: string): CacheState | undefined {
  const { v, lastSignedAt, licenseId, generation } = parseObject(text);
  const isWhole = v === 1 && isCount(lastSignedAt) && isCount(generation);
  return isWhole && typeof licenseId === 'string'
    ? { lastSignedAt, licenseId, generation }
    : undefined;
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
