import { sign, type KeyObject } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { OptionsError } from '@licet/core';
import { createLanes } from './lanes.js';
import { createSigningThread, type SigningThread } from './signing-thread.js';

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
  /**
   * Sign in threads of their own rather than in Node's thread pool. Each goes on by itself while the event loop is busy, which takes
   * some megabytes, and some tens of milliseconds for the first signature. Default: false.
   */
  readonly ownThreads?: boolean | undefined;
}

/**
 * Signing with bounded concurrency. Throws `OptionsError` (`lanes`) unless it is 1 or more.
 */
export function createSigningLanes(options: SigningLanesOptions = {}): SigningLanes {
  const { lanes = Math.max(1, availableParallelism() - 1), ownThreads = false } = options;
  if (!Number.isSafeInteger(lanes) || lanes < 1)
    throw new OptionsError('lanes', 'expected an integer of 1 or more.');
  return ownThreads ? createThreadLanes(lanes) : createPoolLanes(lanes);
}

function createPoolLanes(width: number): SigningLanes {
  const lanes = createLanes(width);
  return {
    sign: (privateKey, data) => lanes.run(() => signInPool('sha256', data, privateKey)),
    get waiting() {
      return lanes.waiting;
    },
  };
}

function createThreadLanes(width: number): SigningLanes {
  const threads = Array.from({ length: width }, createSigningThread);
  return {
    sign: (privateKey, data) => leastBusy(threads).sign(privateKey, data),
    get waiting() {
      return threads.reduce((sum, { pending }) => sum + Math.max(0, pending - 1), 0);
    },
  };
}

function leastBusy(threads: readonly SigningThread[]): SigningThread {
  return threads.reduce((least, thread) => (thread.pending < least.pending ? thread : least));
}
