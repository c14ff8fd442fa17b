import { completeSerial, symbolAlphabet } from '@licet/core';
import { randomSymbols } from './random-symbols.js';

/**
 * A new serial number such as `7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E`: 24 random symbols (120 bits) of an alphabet without look-alikes and a check
 * symbol that catches any one wrong symbol and any two swapped.
 */
export function createSerial(): string {
  return completeSerial(randomSymbols(symbolAlphabet, 24));
}
