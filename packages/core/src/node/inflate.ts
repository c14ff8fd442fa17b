import { inflateSync } from 'node:zlib';
import type { Inflate } from '../status/verify-status-list.js';

/** Inflates zlib data by Node, and stops where it would be longer than allowed: a small text cannot fill the memory. */
export const inflate: Inflate = (data, mostBytes) => {
  try {
    return inflateSync(data, { maxOutputLength: mostBytes });
  } catch {
    return undefined;
  }
};
