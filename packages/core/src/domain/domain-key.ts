import { createHash } from 'node:crypto';
import { checkSymbolOf, foldSymbols, trimAscii, weighSymbols } from '../encoding/symbols.js';

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
  const folded = foldSymbols(trimmed);
  return isGeneratedDomainKey(folded) ? folded : trimmed.toUpperCase();
}

/** Whether a normalized key has the form of generated keys: 16 symbols, the last of them the check symbol. */
export function isGeneratedDomainKey(normalized: string): boolean {
  return normalized.length === generatedKeyLength && weighSymbols(normalized) === 0;
}

/**
 * Computes the 16th symbol of a key. With it every wrong symbol, and every swap of two
 * symbols, gives an invalid key.
 * @throws RangeError unless given 15 symbols of `symbolAlphabet`.
 */
export function domainKeyCheckSymbol(first15: string): string {
  const symbol = first15.length === generatedKeyLength - 1 ? checkSymbolOf(first15) : undefined;
  if (symbol === undefined) throw new RangeError('Expected 15 symbols of the domain key alphabet.');
  return symbol;
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
