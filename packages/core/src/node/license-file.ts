import { stat } from 'node:fs';
import type { LicenseReceiver } from '../license-source.js';
import {
  pollingSource,
  type PollingOptions,
  type PollingSource,
  type Watch,
} from './polling-source.js';
import { errorCode, readLicenseFile, stateOf, toState } from './read-license-file.js';

/** Options of {@link licenseFile}. */
export type LicenseFileOptions = PollingOptions;

/** A license file that is watched while a gate uses it. */
export type LicenseFile = PollingSource;

/**
 * A license in a file (`license.dat`). A replaced file is taken up within `pollMilliseconds`; a missing, unreadable or oversize
 * one is reported and the last good license stays. One trailing line end is allowed. The file is polled rather than
 * subscribed to, which works on network drives and mounted secrets too.
 * Throws `OptionsError` for bad options, never for a bad file.
 */
export function licenseFile(path: string, options: LicenseFileOptions = {}): LicenseFile {
  return pollingSource(path, options, (receiver) => new FileWatch(path, receiver));
}

/** Tells one receiver about one file whenever the file has changed, until it is stopped. */
class FileWatch implements Watch {
  #seen: string | undefined;
  #polling = false;
  #stopped = false;

  constructor(
    private readonly path: string,
    private readonly receiver: LicenseReceiver,
  ) {}

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
