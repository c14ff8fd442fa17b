import { checkSymbolOf, foldSymbols, trimAscii, weighSymbols } from '../encoding/symbols.js';

const generatedLength = 25;

/**
 * Brings a serial number into the one form that is signed and compared. White space of ASCII around it is dropped and letters are
 * upper-cased, always. A generated one (25 symbols, the last of them the check symbol, however hyphens and look-alikes were
 * typed) comes out as five groups of five; an imported one such as `TOK123456789012345030` stays as it is. `undefined`
 * unless the trimmed text is 1 to 64 characters of printable ASCII without spaces.
 */
export function normalizeSerial(text: string): string | undefined {
  const trimmed = trimAscii(text);
  if (!/^[\x21-\x7e]{1,64}$/.test(trimmed)) return undefined;
  const folded = foldSymbols(trimmed);
  return hasForm(folded) ? toGroups(folded) : trimmed.toUpperCase();
}

/**
 * Completes a generated serial number with its check symbol and groups it, as `7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E`.
 * @throws RangeError unless given 24 symbols of `symbolAlphabet`.
 */
export function completeSerial(first24: string): string {
  const symbol = first24.length === generatedLength - 1 ? checkSymbolOf(first24) : undefined;
  if (symbol === undefined) throw new RangeError('Expected 24 symbols of the serial alphabet.');
  return toGroups(first24 + symbol);
}

/** Whether a serial number, as {@link normalizeSerial} spells it, has the form of those that we make, check symbol included. */
export function isGeneratedSerial(serial: string): boolean {
  const symbols = serial.replaceAll('-', '');
  return hasForm(symbols) && toGroups(symbols) === serial;
}

function hasForm(symbols: string): boolean {
  return symbols.length === generatedLength && weighSymbols(symbols) === 0;
}

function toGroups(symbols: string): string {
  return [0, 5, 10, 15, 20].map((start) => symbols.slice(start, start + 5)).join('-');
}
