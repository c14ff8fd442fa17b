import { tokenTextPattern } from '@licet/core';
import { fail, succeed, type Outcome } from '../../problems.js';

/** Reads whom a token is for. Two spellings of one text in Unicode are one identifier. Codes: `invalid_field`. */
export function parseUniqueIdentifier(text: string, field: string): Outcome<string> {
  const normalized = text.normalize('NFC');
  return tokenTextPattern.test(normalized)
    ? succeed(normalized)
    : fail('invalid_field', `Send ${field} as 1 to 200 printable characters.`, field);
}
