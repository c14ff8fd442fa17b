import { normalizeSerial } from '@licet/core';
import { createSerial } from '@licet/issuer';
import { fail, succeed, type Outcome } from '../../problems.js';

/** Reads the serial number that somebody wants for a license, or makes one. Codes: `invalid_field`. */
export function parseSerial(text: string | undefined): Outcome<string> {
  if (text === undefined) return succeed(createSerial());
  const serial = normalizeSerial(text);
  return serial === undefined
    ? fail('invalid_field', 'Send serial as 1 to 64 printable ASCII characters.', 'serial')
    : succeed(serial);
}
