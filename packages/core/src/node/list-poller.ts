import { maxDocumentLength } from '../document/jws.js';
import { maxStatusListLength, toListKey, type StatusListName } from '../status/status-list.js';
import type { StatusReceiver } from '../status/status-source.js';
import { fetchList, type ListFetch } from './fetch-list.js';
import { inflate } from './inflate.js';
import { toListAddress, toTrustAddress } from './list-addresses.js';
import { readCachedLists, writeCachedLists, type CachedList } from './list-cache.js';
import type { StatusListsSettings } from './status-lists-options.js';

const trustName = 'trust';

/** Asks for the lists of one gate again and again, from its start to its stop, and never because of a request. */
export class ListPoller {
  readonly #stop = new AbortController();
  readonly #etags = new Map<string, string>();
  readonly #kept = new Map<string, CachedList>();
  #trust: string | undefined;
  #changed = false;
  #failures = 0;
  #running: Promise<void> | undefined;
  #cancelTimer: () => void = () => undefined;

  constructor(
    private readonly settings: StatusListsSettings,
    private readonly receiver: StatusReceiver,
  ) {}

  /** Delivers what was kept before it returns, and asks meanwhile. */
  start(): void {
    this.#resume();
    void this.refresh();
  }

  stop(): void {
    this.#stop.abort();
    this.#cancelTimer();
  }

  /** Asks now, or waits for the answers that are on their way. Never rejects. */
  refresh(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Stolen keys first: a list that one of them signed does not count. */
  #resume(): void {
    const { cacheFile } = this.settings;
    if (cacheFile === undefined) return;
    const { trust, lists } = readCachedLists(cacheFile);
    if (trust !== undefined) this.#takeTrust(trust);
    for (const { text, uri, issuer } of lists) this.#takeList(text, { uri, issuer });
    this.#changed = false;
  }

  async #run(): Promise<void> {
    if (this.#isStopped()) return;
    this.#cancelTimer();
    const answers = [await this.#askTrust(), await this.#askLists()];
    if (this.#isStopped()) return;
    await this.#keep();
    this.#failures = answers.includes(false) ? this.#failures + 1 : 0;
    this.#pollLater();
  }

  async #askTrust(): Promise<boolean> {
    const address = toTrustAddress(this.settings);
    if (address === undefined) return true;
    const answer = await this.#fetch(address, maxDocumentLength);
    return this.#judge(trustName, address, answer, (text) => this.#takeTrust(text));
  }

  /** Each once, those of licenses that arrive meanwhile too. */
  async #askLists(): Promise<boolean> {
    const asked = new Set<string>();
    let isGood = true;
    for (;;) {
      const name = this.receiver.listsInUse().find((each) => !asked.has(toListKey(each)));
      if (name === undefined || this.#isStopped()) return isGood;
      asked.add(toListKey(name));
      isGood = (await this.#askList(name)) && isGood;
    }
  }

  async #askList(name: StatusListName): Promise<boolean> {
    const address = toListAddress(name.uri, this.settings);
    if (address === undefined) {
      this.receiver.failList(name.uri, 'Its name is no address: give the url of the server.');
      return false;
    }
    const answer = await this.#fetch(address, maxStatusListLength);
    return this.#judge(name.uri, address, answer, (text) => this.#takeList(text, name));
  }

  #fetch(address: string, mostCharacters: number): Promise<ListFetch> {
    const { fetch, timeoutMilliseconds } = this.settings;
    const etag = this.#etags.get(address);
    const { signal } = this.#stop;
    return fetchList({ address, etag, mostCharacters, timeoutMilliseconds, fetch, signal });
  }

  /** Only what was accepted is asked for by its tag: a bad answer has to come whole again. */
  #judge(
    name: string,
    address: string,
    answer: ListFetch,
    take: (text: string) => boolean,
  ): boolean {
    if (this.#isStopped()) return true;
    if (!answer.ok) {
      this.receiver.failList(name, answer.detail);
      return false;
    }
    if ('unchanged' in answer) return true;
    const isTaken = take(answer.text);
    if (isTaken && answer.etag !== undefined) this.#etags.set(address, answer.etag);
    else this.#etags.delete(address);
    return isTaken;
  }

  #takeTrust(text: string): boolean {
    const { ok } = this.receiver.deliverTrustList(text);
    if (ok && text !== this.#trust) {
      this.#trust = text;
      this.#changed = true;
    }
    return ok;
  }

  #takeList(text: string, { uri, issuer }: StatusListName): boolean {
    const { ok } = this.receiver.deliverStatusList(text, { uri, issuer }, inflate);
    const key = toListKey({ uri, issuer });
    if (ok && text !== this.#kept.get(key)?.text) {
      this.#kept.set(key, { uri, issuer, text });
      this.#changed = true;
    }
    return ok;
  }

  async #keep(): Promise<void> {
    const { cacheFile } = this.settings;
    if (cacheFile === undefined || !this.#changed) return;
    const lists = [...this.#kept.values()];
    const code = await writeCachedLists(cacheFile, { trust: this.#trust, lists });
    this.#changed = code !== undefined;
    if (code !== undefined) this.receiver.failList('cache', `It cannot be written (${code}).`);
  }

  /** Every failure in a row doubles the wait, up to a quarter of an hour; a tenth more or less, so that nobody asks in step. */
  #pollLater(): void {
    const { pollSeconds, random, schedule } = this.settings;
    const most = Math.max(pollSeconds, 900);
    const seconds = Math.min(most, pollSeconds * 2 ** Math.min(this.#failures, 10));
    const milliseconds = seconds * 1000 * (0.9 + 0.2 * random());
    this.#cancelTimer = schedule(milliseconds, () => void this.refresh());
  }
}
