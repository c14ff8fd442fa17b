import { symbolAlphabet, domainKeyCheckSymbol } from '@licet/core';
import { randomSymbols } from './random-symbols.js';

/**
 * A new domain key such as `7KQ2-M0XB-9TRD-4HV0`: 15 random symbols (75 bits) of an alphabet
 * without look-alikes and a check symbol that catches any one wrong symbol and any two neighbors
 * swapped.
 */
export function createDomainKey(): string {
  const random = randomSymbols(symbolAlphabet, 15);
  const key = random + domainKeyCheckSymbol(random);
  return [0, 4, 8, 12].map((start) => key.slice(start, start + 4)).join('-');
}
