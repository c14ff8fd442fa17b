import { readdirSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LicenseReceiver } from '../license-source.js';
import {
  pollingSource,
  type PollingOptions,
  type PollingSource,
  type Watch,
} from './polling-source.js';
import { errorCode, readLicenseFile, stateOf, toState } from './read-license-file.js';

/** Options of {@link licenseDirectory}. */
export type LicenseDirectoryOptions = PollingOptions;

/** A directory of license files that is watched while a gate uses it. */
export type LicenseDirectory = PollingSource;

/**
 * The licenses of many tenants: every `*.dat` and `*.lic` file of a directory, each with hosts of its own. A file that is added,
 * removed, or replaced by a rename is noticed within `pollMilliseconds`; one that is overwritten in place within twenty polls. A bad
 * file leaves the last good license of its name in use, a removed file ends it, and a directory that cannot be read changes nothing.
 * Throws `OptionsError` for bad options, never for bad files.
 */
export function licenseDirectory(
  path: string,
  options: LicenseDirectoryOptions = {},
): LicenseDirectory {
  return pollingSource(path, options, (receiver) => new DirectoryWatch(path, receiver));
}

const licenseName = /^[^.].*\.(?:dat|lic)$/;

/** In how many polls all files are looked at although the directory itself did not change. */
const pollsPerRound = 20;

class DirectoryWatch implements Watch {
  #directoryState: string | undefined;
  readonly #seen = new Map<string, string>();
  #unchecked: string[] = [];
  #polling = false;
  #stopped = false;

  constructor(
    private readonly path: string,
    private readonly receiver: LicenseReceiver,
  ) {}

  look(): void {
    const state = stateOf(this.path);
    try {
      const names = readdirSync(this.path);
      this.#takeNames(names, state);
    } catch (error) {
      this.#fail(state, error);
    }
    for (const name of this.#seen.keys()) this.#take(name, stateOf(join(this.path, name)));
  }

  poll(): void {
    if (this.#polling || this.#stopped) return;
    this.#polling = true;
    void this.#lookAsync().finally(() => {
      this.#polling = false;
    });
  }

  stop(): void {
    this.#stopped = true;
  }

  async #lookAsync(): Promise<void> {
    const state = await stateOfAsync(this.path);
    if (state !== this.#directoryState) {
      try {
        this.#takeNames(await readdir(this.path), state);
        this.#unchecked = [...this.#seen.keys()];
      } catch (error) {
        this.#fail(state, error);
      }
      await this.#check(this.#unchecked.length);
    } else {
      if (this.#unchecked.length === 0) this.#unchecked = [...this.#seen.keys()];
      await this.#check(Math.ceil(this.#seen.size / pollsPerRound));
    }
  }

  async #check(count: number): Promise<void> {
    for (const name of this.#unchecked.splice(-count, count)) {
      const state = await stateOfAsync(join(this.path, name));
      if (this.#stopped) return;
      this.#take(name, state);
    }
  }

  /** Forgets the files that are gone, and expects those that are new. */
  #takeNames(names: readonly string[], state: string): void {
    if (this.#stopped) return;
    this.#directoryState = state;
    const present = new Set(names.filter((name) => licenseName.test(name)));
    for (const name of this.#seen.keys()) {
      if (present.has(name)) continue;
      this.#seen.delete(name);
      this.receiver.remove(name);
    }
    for (const name of present) if (!this.#seen.has(name)) this.#seen.set(name, '');
    if (present.size === 0) this.receiver.fail('The license directory has no *.dat or *.lic file.');
  }

  #take(name: string, state: string): void {
    if (this.#stopped || this.#seen.get(name) === state) return;
    this.#seen.set(name, state);
    const reading = readLicenseFile(join(this.path, name));
    if (reading.ok) this.receiver.deliver(reading.text, name);
    else this.receiver.fail(`${name}: ${reading.detail}`);
  }

  #fail(state: string, error: unknown): void {
    if (this.#stopped || this.#directoryState === state) return;
    this.#directoryState = state;
    this.receiver.fail(`The license directory cannot be read (${errorCode(error)}).`);
  }
}

async function stateOfAsync(path: string): Promise<string> {
  try {
    return toState(await stat(path, { bigint: true }));
  } catch (error) {
    return errorCode(error);
  }
}
