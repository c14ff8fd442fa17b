import type { LicenseReceiver } from '@licet/core';
import { statusLists, type StatusLists } from '@licet/core/node';
import { createClient, type LicetClient } from '../create-licet-client.js';
import { activate } from './activate.js';
import { delayAfterFailure, delayAfterSuccess } from './delays.js';
import { KeptLicense } from './kept-license.js';
import { LicenseCache } from './license-cache.js';
import type { LicenseServerSettings } from './options.js';
import {
  idleStatus,
  type LicenseServerEvent,
  type LicenseServerStatus,
  type RefreshFailure,
  type RefreshOutcome,
} from './refresh.js';

/** What {@link Renewal.refresh} comes to when nobody uses the license any more. */
export const stopped: RefreshFailure = Object.freeze({
  ok: false,
  code: 'stopped',
  detail: 'No gate uses this source.',
});

/** Keeps the license of one gate fresh, from its start to its stop. */
export class Renewal {
  status: LicenseServerStatus = idleStatus;

  readonly #settings: LicenseServerSettings;
  readonly #receiver: LicenseReceiver;
  readonly #client: LicetClient;
  readonly #license: KeptLicense;
  readonly #lists: StatusLists | undefined;
  #stopLists: (() => void) | undefined;
  readonly #stop = new AbortController();
  #failures = 0;
  #running: Promise<RefreshOutcome> | undefined;
  #cancelTimer: () => void = () => undefined;

  constructor(settings: LicenseServerSettings, receiver: LicenseReceiver) {
    this.#settings = settings;
    this.#receiver = receiver;
    this.#client = createClient(settings.client);
    const cache = new LicenseCache(settings.cacheFile);
    this.#license = new KeptLicense(settings.order, cache, receiver);
    this.#lists = settings.statusLists && statusLists(settings.statusLists);
  }

  /** For good. */
  isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Delivers what is cached before it returns, and asks the server meanwhile. */
  start(): void {
    this.#note({ cachedGeneration: this.#license.resume() });
    this.#stopLists = this.#lists?.start(this.#receiver);
    void this.refresh();
  }

  /** Cancels the timer and the request in flight. */
  stop(): void {
    this.#stop.abort();
    this.#cancelTimer();
    this.#stopLists?.();
    this.#note({ nextAttemptAt: undefined });
  }

  /** Asks for the lists now, or waits for those that are on their way. */
  async refreshLists(): Promise<void> {
    await this.#lists?.refresh();
  }

  /** Asks the server now, or waits for the answer that is on its way. */
  refresh(): Promise<RefreshOutcome> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #run(): Promise<RefreshOutcome> {
    if (this.isStopped()) return stopped;
    this.#cancelTimer();
    this.#note({ nextAttemptAt: undefined });
    const outcome = await this.#ask();
    if (this.isStopped()) return outcome.ok ? outcome : stopped;
    if (outcome.ok) this.#noteSuccess();
    else this.#noteFailure(outcome);
    this.#report(toEvent(outcome));
    return outcome;
  }

  async #ask(): Promise<RefreshOutcome> {
    const activation = await activate(this.#client, this.#settings.order, this.#stop.signal);
    if (this.isStopped()) return stopped;
    if (!activation.ok) {
      this.#receiver.fail(activation.detail);
      return activation;
    }
    const outcome = this.#license.offer(activation.text);
    if (outcome.ok) await this.#store(outcome.generation);
    // A new document can be in another list.
    if (outcome.ok && outcome.isNew) void this.refreshLists();
    return outcome;
  }

  async #store(generation: number): Promise<void> {
    const cacheFailure = await this.#license.store();
    this.#note({ cacheFailure });
    if (cacheFailure === undefined) this.#note({ cachedGeneration: generation });
    else this.#report({ type: 'cache-failed', code: cacheFailure });
  }

  #noteSuccess(): void {
    const { client, refreshSeconds } = this.#settings;
    this.#failures = 0;
    this.#note({ lastSuccessAt: client.clock(), lastFailure: undefined });
    this.#refreshIn(delayAfterSuccess(refreshSeconds, client.random));
  }

  #noteFailure({ code, retryAfterSeconds = 0 }: RefreshFailure): void {
    const { client } = this.#settings;
    this.#failures++;
    this.#note({ lastFailure: Object.freeze({ code, at: client.clock() }) });
    this.#refreshIn(delayAfterFailure(this.#failures, retryAfterSeconds, client.random));
  }

  #refreshIn(milliseconds: number): void {
    const { clock, schedule } = this.#settings.client;
    this.#cancelTimer = schedule(milliseconds, () => void this.refresh());
    this.#note({ nextAttemptAt: clock() + Math.round(milliseconds / 1000) });
  }

  #note(changes: Partial<LicenseServerStatus>): void {
    this.status = Object.freeze({ ...this.status, ...changes });
  }

  #report(event: LicenseServerEvent): void {
    try {
      this.#settings.onEvent(event);
    } catch {
      // A listener must not end the renewal, and nobody is left to tell.
    }
  }
}

function toEvent(outcome: RefreshOutcome): LicenseServerEvent {
  if (outcome.ok) {
    const { licenseId, generation, isNew } = outcome;
    return { type: 'license-refreshed', licenseId, generation, isNew };
  }
  const { code, detail, retryAfterSeconds } = outcome;
  const wait = retryAfterSeconds !== undefined && { retryAfterSeconds };
  return { type: 'refresh-failed', code, detail, ...wait };
}
