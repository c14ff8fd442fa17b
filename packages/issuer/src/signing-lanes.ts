import { sign, type KeyObject } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { OptionsError } from '@licet/core';
import { createLanes } from './lanes.js';

const signInPool = promisify(sign) as (
  algorithm: string,
  data: Uint8Array,
  key: KeyObject,
) => Promise<Uint8Array>;

/**
 * Where signatures are made: off the event loop, and never on so many cores that answering requests
 * suffers.
 */
export interface SigningLanes {
  /** The RS256 signature of `data` (RFC 7518 section 3.3). Calls are served in order. */
  sign(privateKey: KeyObject, data: Uint8Array): Promise<Uint8Array>;
  /** How many calls wait for a free lane. */
  readonly waiting: number;
}

/** Options of {@link createSigningLanes}. */
export interface SigningLanesOptions {
  /**
   * How many signatures are made at once. Default: one less than the cores this process may use, at
   * least one.
   */
  readonly lanes?: number | undefined;
}

/**
 * Signing in Node's thread pool with bounded concurrency. Throws `OptionsError` (`lanes`) unless it
 * is 1 or more.
 */
export function createSigningLanes(options: SigningLanesOptions = {}): SigningLanes {
  const { lanes: width = Math.max(1, availableParallelism() - 1) } = options;
  if (!Number.isSafeInteger(width) || width < 1)
    throw new OptionsError('lanes', 'expected an integer of 1 or more.');
  const lanes = createLanes(width);
  return {
    sign: (privateKey, data) => lanes.run(() => signInPool('sha256', data, privateKey)),
    get waiting() {
      return lanes.waiting;
    },
  };
}
