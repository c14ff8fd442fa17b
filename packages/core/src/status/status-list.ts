import type { EpochSeconds } from '../time/clock.js';

declare const verified: unique symbol;

/** How many slots one list has. */
export const statusListSlots = 1_048_576;
/** Of the list when it is not compressed: two bits for each slot. */
export const statusListBytes: number = statusListSlots / 4;
/** No list is longer, however little it could be compressed; checked before anything is decoded. */
export const maxStatusListLength = 524_288;

/** What a list says of a document. A value that this version does not know means `invalid`, the strictest. */
export type DocumentStatus = 'valid' | 'invalid' | 'suspended';

/** Which list is meant: the `uri` that documents name, and who issued them. */
export interface StatusListName {
  readonly uri: string;
  readonly issuer: string;
}

/** One text for a name, to look a list up by: neither part has a space. */
export function toListKey({ uri, issuer }: StatusListName): string {
  return `${issuer} ${uri}`;
}

/** A signed list that was checked (`statuslist+jwt`). Only `verifyStatusList` makes one. */
export interface VerifiedStatusList extends StatusListName {
  readonly [verified]: true;
  /** Thumbprint of the key that signed. */
  readonly kid: string;
  /** Grows with every list of this name: a list with a lower one is older. */
  readonly sequence: number;
  readonly issuedAt: EpochSeconds;
  /** Until when it may be kept and handed on; what it says holds until a newer one says otherwise. */
  readonly expiresAt: EpochSeconds;
  /** After how long a newer one should be asked for. */
  readonly ttlSeconds: number;
  /** The status of the document in a slot, from 0. */
  statusOf(slot: number): DocumentStatus;
}

const statuses: readonly DocumentStatus[] = ['valid', 'invalid', 'suspended', 'invalid'];

/** Reads two bits of a slot: four slots a byte, the first in its lowest bits (IETF Token Status List, section 4.1). */
export function readStatus(bytes: Uint8Array, slot: number): DocumentStatus {
  const byte = bytes[slot >> 2];
  if (byte === undefined) return 'invalid';
  return statuses[(byte >> ((slot & 3) * 2)) & 3] ?? 'invalid';
}
