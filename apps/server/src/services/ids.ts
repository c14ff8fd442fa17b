import { randomBytes } from 'node:crypto';

/** `prefix_` and 128 random bits. */
const newId = (prefix: string): string => `${prefix}_${randomBytes(16).toString('hex')}`;

/** The id of one activation of a license. */
export function newActivationId(): string {
  return newId('act');
}

/** The id of one taking of a seat. Its holder alone knows it. */
export function newLeaseId(): string {
  return newId('lse');
}
