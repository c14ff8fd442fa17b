import { fail, succeed, type Outcome } from '../../problems.js';

const unreadable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Reads a text that is signed as it is and that people can read. Codes: `invalid_field`. */
export function parseLabel(text: string, field: string): Outcome<string> {
  return text.trim() === '' || text.length > 200 || unreadable.test(text)
    ? fail('invalid_field', `Send ${field} as 1 to 200 characters that can be seen.`, field)
    : succeed(text);
}
