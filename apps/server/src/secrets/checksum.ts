import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const checksumLength = 6;

/** `length` random symbols of base 62, each with 5.95 bits. */
export function randomSymbols(length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}

/** Appends the CRC-32 of a secret in base 62, so that typing errors and false alarms are caught without a look-up. */
export function appendChecksum(text: string): string {
  return text + checksumOf(text);
}

/** Whether the last symbols are the checksum of those before them. */
export function hasChecksum(text: string): boolean {
  return text.slice(-checksumLength) === checksumOf(text.slice(0, -checksumLength));
}

function checksumOf(text: string): string {
  let rest = crc32(text);
  let symbols = '';
  for (let i = 0; i < checksumLength; i++) {
    symbols = alphabet.charAt(rest % alphabet.length) + symbols;
    rest = Math.floor(rest / alphabet.length);
  }
  return symbols;
}
