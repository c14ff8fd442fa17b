import type { LicenseReceiver, VerifiedLicense } from '@licet/core';
import { raiseState, type CacheState } from './cache-state.js';
import { findFault } from './find-fault.js';
import { LicenseCache } from './license-cache.js';
import type { LicenseOrder } from './options.js';
import type { RefreshOutcome } from './refresh.js';

/** The license of one order: what the gate took of it last, and the copy on disk. */
export class KeptLicense {
  readonly #order: LicenseOrder;
  readonly #cache: LicenseCache;
  readonly #receiver: LicenseReceiver;
  #text: string | undefined;
  #state: CacheState | undefined;

  constructor(order: LicenseOrder, cache: LicenseCache, receiver: LicenseReceiver) {
    this.#order = order;
    this.#cache = cache;
    this.#receiver = receiver;
  }

  /** Gives the gate the copy and what is known of later ones. Returns the generation of the copy if the gate took it. */
  resume(): number | undefined {
    this.#state = this.#cache.readState();
    if (this.#state !== undefined) this.#receiver.seen(this.#state.lastSignedAt);
    const reading = this.#cache.readLicense();
    const fault = reading.ok ? this.#findFault(reading.text) : reading.code;
    if (fault !== undefined && fault !== 'ENOENT')
      this.#receiver.fail(`The cached license cannot be used (${fault}).`);
    if (!reading.ok || fault !== undefined) return undefined;
    const delivery = this.#receiver.deliver(reading.text);
    if (!delivery.ok) return undefined;
    this.#take(reading.text, delivery.license);
    return delivery.license.generation;
  }

  /** Offers the gate a text that the server gave. Its listener hears what became of it. */
  offer(text: string): RefreshOutcome {
    const fault = this.#findFault(text);
    if (fault !== undefined) {
      const detail = `The license that the server gave cannot be used (${fault}).`;
      this.#receiver.fail(detail);
      return { ok: false, code: fault, detail };
    }
    const delivery = this.#receiver.deliver(text);
    if (!delivery.ok) return delivery;
    const { licenseId, generation } = delivery.license;
    const isNew = text !== this.#text;
    this.#take(text, delivery.license);
    return { ok: true, licenseId, generation, isNew };
  }

  /** Copies to disk what the gate took last. Resolves with the system's code when that failed. */
  async store(): Promise<string | undefined> {
    return this.#text === undefined || this.#state === undefined
      ? undefined
      : this.#cache.write(this.#text, this.#state);
  }

  #findFault(text: string): ReturnType<typeof findFault> {
    return findFault(text, this.#order, this.#state);
  }

  #take(text: string, license: VerifiedLicense): void {
    this.#text = text;
    this.#state = raiseState(this.#state, license);
  }
}
