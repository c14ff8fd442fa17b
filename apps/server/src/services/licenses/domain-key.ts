import { normalizeDomainKey } from '@licet/core';
import { fail, type Outcome, succeed } from '../../problems.js';

/** Reads a domain key that somebody sent. Codes: `invalid_field`. */
export function parseDomainKey(text: string, field: string): Outcome<string> {
  const normalized = normalizeDomainKey(text);
  return normalized === undefined
    ? fail(
        'invalid_field',
        `Send ${field} as 1 to 64 printable ASCII characters without spaces.`,
        field,
      )
    : succeed(normalized);
}
