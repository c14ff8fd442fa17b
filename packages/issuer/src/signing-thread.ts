import type { KeyObject } from 'node:crypto';
import { Worker } from 'node:worker_threads';

/** A thread that signs, one call after the other, whatever this one is busy with. */
export interface SigningThread {
  /** The RS256 signature of `data` (RFC 7518 section 3.3). Calls are served in order. */
  sign(privateKey: KeyObject, data: Uint8Array): Promise<Uint8Array>;
  /** How many calls have no answer yet. */
  readonly pending: number;
}

/** Answers each message in turn. A text, so that it needs no file beside a bundle; it may be taken for a module or a script. */
const program = `
const { sign } = process.getBuiltinModule('node:crypto');
const { parentPort } = process.getBuiltinModule('node:worker_threads');
parentPort.on('message', ({ privateKey, data }) => {
  let answer;
  try {
    answer = { signature: sign('sha256', data, privateKey) };
  } catch (error) {
    answer = { error };
  }
  parentPort.postMessage(answer);
});
`;

interface Answer {
  readonly signature?: Uint8Array;
  readonly error?: unknown;
}

interface Call {
  readonly resolve: (signature: Uint8Array) => void;
  readonly reject: (error: unknown) => void;
}

/** Starts with the first call. While it has none to answer, it keeps no process from ending. */
export function createSigningThread(): SigningThread {
  const calls: Call[] = [];
  let worker: Worker | undefined;

  const settle = ({ signature, error }: Answer): void => {
    const call = calls.shift();
    if (calls.length === 0) worker?.unref();
    if (signature === undefined) call?.reject(error);
    else call?.resolve(signature);
  };
  const giveUp = (error: unknown): void => {
    worker = undefined;
    for (const { reject } of calls.splice(0)) reject(error);
  };
  const start = (): Worker => {
    // What the application preloads is not for this thread.
    const started = new Worker(program, { eval: true, execArgv: [], name: 'signing' });
    return started.on('message', settle).once('error', giveUp);
  };
  return {
    sign: (privateKey, data) =>
      new Promise((resolve, reject) => {
        worker ??= start();
        worker.postMessage({ privateKey, data });
        worker.ref();
        calls.push({ resolve, reject });
      }),
    get pending() {
      return calls.length;
    },
  };
}
