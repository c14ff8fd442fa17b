import { createHash } from 'node:crypto';

/** The 32 symbols of generated domain keys, in the order of their values: no I, L, O and U. */
export const domainKeyAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const generatedKeyLength = 16;

/**
 * Brings a domain key into the one form that is hashed and compared (part of the document format). White
 * space of ASCII around it is dropped and letters are upper-cased, always. Hyphens are dropped and
 * look-alikes folded (I and L to 1, O to 0) only if that yields 16 symbols with a valid check symbol: a
 * generated key comes out as its 16 symbols, and an imported one such as `DOMAIN-12345` stays as it
 * is. `undefined` unless the trimmed text is 1 to 64 characters of printable ASCII without spaces.
 */
export function normalizeDomainKey(text: string): string | undefined {
  const trimmed = trimAscii(text);
  if (!/^[\x21-\x7e]{1,64}$/.test(trimmed)) return undefined;
  const upper = trimmed.toUpperCase();
  const folded = upper.replaceAll('-', '').replaceAll(/[IL]/g, '1').replaceAll('O', '0');
  return isGeneratedDomainKey(folded) ? folded : upper;
}

/** Whether a normalized key has the form of generated keys: 16 symbols, the last of them the check symbol. */
export function isGeneratedDomainKey(normalized: string): boolean {
  return normalized.length === generatedKeyLength && weigh(normalized) === 0;
}

/**
 * Computes the 16th symbol of a key. With it every wrong symbol, and every swap of two
 * symbols, gives an invalid key.
 * @throws RangeError unless given 15 symbols of {@link domainKeyAlphabet}.
 */
export function domainKeyCheckSymbol(first15: string): string {
  const sum = first15.length === generatedKeyLength - 1 ? weigh(`${first15}0`) : undefined;
  if (sum === undefined) throw new RangeError('Expected 15 symbols of the domain key alphabet.');
  return domainKeyAlphabet.charAt(sum);
}

/**
 * The `key` claim of a license: base64url of SHA-256 over `licet-dk-v1`, a zero byte, the license id, a
 * zero byte and the normalized key. Only for generated keys: a hash of a short imported one could be guessed.
 */
export function domainKeyHash(licenseId: string, normalizedKey: string): string {
  return createHash('sha256')
    .update(`licet-dk-v1\0${licenseId}\0${normalizedKey}`)
    .digest('base64url');
}

/**
 * The weighted sum over GF(32), zero for a valid key; `undefined` when a symbol is not of the alphabet.
 * By Horner's rule the weight of each symbol is x times that of the next, and the check symbol's is 1. The powers
 * x^0 to x^15 are all different because x generates the field's 31 elements, so no single
 * error and no swap can leave the sum unchanged.
 */
function weigh(symbols: string): number | undefined {
  let sum = 0;
  for (const symbol of symbols) {
    const value = domainKeyAlphabet.indexOf(symbol);
    if (value < 0) return undefined;
    sum = timesX(sum) ^ value;
  }
  return sum;
}

/** Multiplies by x modulo x^5 + x^2 + 1. */
function timesX(value: number): number {
  return value < 16 ? value << 1 : (value << 1) ^ 0b100101;
}

/** Not String.prototype.trim, whose idea of white space follows the version of Unicode. */
function trimAscii(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isAsciiSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isAsciiSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isAsciiSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}
