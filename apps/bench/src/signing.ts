import { generateKeyPairSync, sign } from 'node:crypto';
import { rateOf } from './rates.js';
import type { Measure } from './run-rounds.js';

/** The rate of one lane of signing alone: signatures of as many octets as a license has. */
export function signOn(milliseconds: number): Measure {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
  const data = Buffer.alloc(1500, 'x');
  return rateOf(() => void sign('sha256', data, privateKey), milliseconds);
}
