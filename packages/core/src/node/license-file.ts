import { closeSync, constants, fstatSync, openSync, readFileSync, stat, statSync } from 'node:fs';
import { maxDocumentLength } from '../document/jws.js';
import { OptionsError } from '../errors.js';
import type { LicenseReceiver, LicenseSource } from '../license-source.js';

/** Options of {@link licenseFile}. */
export interface LicenseFileOptions {
  /** How often the file is looked at, in milliseconds: 100 to 60,000, by default 500. */
  readonly pollMilliseconds?: number;
}

/** A license file that is watched while a gate uses it. */
export interface LicenseFile extends LicenseSource {
  /** Looks at the file now instead of at the next poll. */
  refresh(): void;
}

/**
 * A license in a file (`license.dat`). A replaced file is taken up within `pollMilliseconds`; a missing, unreadable or oversize
 * one is reported and the last good license stays. One trailing line end is allowed. The file is polled rather than
 * subscribed to, which works on network drives and mounted secrets too.
 * Throws `OptionsError` for bad options, never for a bad file.
 */
export function licenseFile(path: string, options: LicenseFileOptions = {}): LicenseFile {
  const { pollMilliseconds = 500 } = options;
  if (typeof path !== 'string' || path === '')
    throw new OptionsError('path', 'expected the path of a license file.');
  if (!(pollMilliseconds >= 100 && pollMilliseconds <= 60_000)) {
    throw new OptionsError('pollMilliseconds', 'expected 100 to 60,000.');
  }
  const watches = new Set<Watch>();
  return {
    start: (receiver) => {
      const watch = new Watch(path, receiver);
      watches.add(watch);
      watch.look();
      const timer = setInterval(() => {
        watch.poll();
      }, pollMilliseconds);
      timer.unref();
      return () => {
        clearInterval(timer);
        watches.delete(watch);
        watch.stop();
      };
    },
    refresh: () => {
      for (const watch of watches) watch.look();
    },
  };
}

/** Tells one receiver about one file whenever the file has changed, until it is stopped. */
class Watch {
  #seen: string | undefined;
  #polling = false;
  #stopped = false;

  constructor(
    private readonly path: string,
    private readonly receiver: LicenseReceiver,
  ) {}

  /** Asks for the file's state without blocking: a drive that hangs must not hold up requests. */
  poll(): void {
    if (this.#polling) return;
    this.#polling = true;
    stat(this.path, { bigint: true }, (error, stats) => {
      this.#polling = false;
      if ((error ? errorCode(error) : toState(stats)) !== this.#seen) this.look();
    });
  }

  look(): void {
    const state = stateOf(this.path);
    if (this.#stopped || state === this.#seen) return;
    this.#seen = state;
    const reading = readLicenseFile(this.path);
    if (reading.ok) this.receiver.deliver(reading.text);
    else this.receiver.fail(reading.detail);
  }

  stop(): void {
    this.#stopped = true;
  }
}

interface FileState {
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
}

/** Changes whenever the file does: a new inode, another size, another time of change. */
function toState({ ino, size, mtimeNs, ctimeNs }: FileState): string {
  return [ino, size, mtimeNs, ctimeNs].join(' ');
}

function stateOf(path: string): string {
  try {
    return toState(statSync(path, { bigint: true }));
  } catch (error) {
    return errorCode(error);
  }
}

type FileReading =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly detail: string };

/** Opens once and asks the open file what it is; O_NONBLOCK so that a named pipe cannot hold up the process. */
function readLicenseFile(path: string): FileReading {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return { ok: false, detail: 'The license path does not name a file.' };
    if (stats.size > maxDocumentLength + 2)
      return { ok: false, detail: 'The license file is larger than any license.' };
    return { ok: true, text: readFileSync(descriptor, 'utf8').replace(/\r?\n$/, '') };
  } catch (error) {
    return { ok: false, detail: `The license file cannot be read (${errorCode(error)}).` };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
