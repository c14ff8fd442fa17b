import { randomBytes } from 'node:crypto';

/**
 * `count` independent symbols of an alphabet of 32, five bits each. 32 divides 256, so the low bits
 * of a random byte choose every symbol equally often, without a remainder to throw away.
 */
export function randomSymbols(alphabet: string, count: number): string {
  return Array.from(randomBytes(count), (byte) => alphabet.charAt(byte % 32)).join('');
}
