/** 32 symbols in the order of their values: no I, L, O and U, which are mistaken for others. */
export const symbolAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The weighted sum of symbols over GF(32), zero when the last of them is the right check symbol; `undefined` when a symbol is not of the
 * alphabet. By Horner's rule the weight of each symbol is x times that of the next, and the last one's is 1. The powers x^0 to
 * x^30 are all different because x generates the field's 31 elements, so in up to 31 symbols no single error and no swap can
 * leave the sum unchanged.
 */
export function weighSymbols(symbols: string): number | undefined {
  let sum = 0;
  for (const symbol of symbols) {
    const value = symbolAlphabet.indexOf(symbol);
    if (value < 0) return undefined;
    sum = timesX(sum) ^ value;
  }
  return sum;
}

/** The symbol to append so that the weighted sum becomes zero; `undefined` when a symbol is not of the alphabet. */
export function checkSymbolOf(symbols: string): string | undefined {
  const sum = weighSymbols(`${symbols}0`);
  return sum === undefined ? undefined : symbolAlphabet.charAt(sum);
}

/** Upper-cases, drops hyphens and folds look-alikes: I and L to 1, O to 0. */
export function foldSymbols(text: string): string {
  return text.toUpperCase().replaceAll('-', '').replaceAll(/[IL]/g, '1').replaceAll('O', '0');
}

/** Control and format characters and halves of surrogate pairs, which nobody can see or compare by eye. */
export const unreadableCharacters: RegExp = /[\p{Cc}\p{Cf}\p{Cs}]/u;

/** Not String.prototype.trim, whose idea of white space follows the version of Unicode. */
export function trimAscii(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isAsciiSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isAsciiSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** Multiplies by x modulo x^5 + x^2 + 1. */
function timesX(value: number): number {
  return value < 16 ? value << 1 : (value << 1) ^ 0b100101;
}

function isAsciiSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}
