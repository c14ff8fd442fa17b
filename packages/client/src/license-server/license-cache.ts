import { maxDocumentLength } from '@licet/core';
import { formatState, parseState, type CacheState } from './cache-state.js';
import { readSmallFile, replaceFile, toErrorCode, type FileReading } from './small-file.js';

const mostStateBytes = 4096;

/** The last good license on disk, and beside it what is known of earlier ones. */
export class LicenseCache {
  readonly #path: string;
  #written: string | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** The license. One trailing line end is allowed, so that a file that came by other means works too. */
  readLicense(): FileReading {
    const reading = readSmallFile(this.#path, maxDocumentLength + 2);
    return reading.ok ? { ok: true, text: reading.text.replace(/\r?\n$/, '') } : reading;
  }

  /** `undefined` when there is none, or none that can be read. */
  readState(): CacheState | undefined {
    const reading = readSmallFile(this.#statePath, mostStateBytes);
    return reading.ok ? parseState(reading.text) : undefined;
  }

  /**
   * Keeps an accepted license, unless this is the one that is kept. The license comes first: a crash in between must not leave a state that
   * refuses the license beside it. Resolves with the system's code when it failed.
   */
  async write(text: string, state: CacheState): Promise<string | undefined> {
    const entry = `${text}\n${formatState(state)}`;
    if (entry === this.#written) return undefined;
    try {
      await replaceFile(this.#path, text);
      await replaceFile(this.#statePath, formatState(state));
      this.#written = entry;
      return undefined;
    } catch (error) {
      return toErrorCode(error);
    }
  }

  get #statePath(): string {
    return `${this.#path}.state`;
  }
}
