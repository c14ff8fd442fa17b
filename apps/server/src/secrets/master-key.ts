import { createHash, randomBytes } from 'node:crypto';
import { appendChecksum, hasChecksum } from './checksum.js';

const prefix = 'licet_mk_';
/** The prefix, 256 bits of base64url, a checksum. */
const form = /^licet_mk_[A-Za-z0-9_-]{43}[A-Za-z0-9]{6}$/;

/** The key that wraps the data key. It is the one secret to keep outside a backup of the database. */
export interface MasterKey {
  /** The form in which it is written down. */
  readonly text: string;
  readonly bytes: Uint8Array;
  /** Tells keys apart without saying anything about them. */
  readonly id: string;
}

/** A new key of 256 random bits. */
export function createMasterKey(): MasterKey {
  return toMasterKey(appendChecksum(prefix + randomBytes(32).toString('base64url')));
}

/** Reads the written form, `undefined` when it is incomplete or misspelt. */
export function parseMasterKey(text: string): MasterKey | undefined {
  return form.test(text) && hasChecksum(text) ? toMasterKey(text) : undefined;
}

function toMasterKey(text: string): MasterKey {
  const bytes = Buffer.from(text.slice(prefix.length, prefix.length + 43), 'base64url');
  const digest = createHash('sha256').update('licet-mk-id\0').update(bytes).digest('base64url');
  return { text, bytes, id: digest.slice(0, 16) };
}
