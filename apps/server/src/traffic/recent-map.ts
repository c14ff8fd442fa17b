/** A map that forgets what was not written for a while, and never holds more than it was allowed to. */
export interface RecentMap<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  /** How many entries are held, forgotten ones included. */
  size(): number;
}

/** So many addresses or API keys are remembered of each kind: some 10 MB at the most. */
export const rememberedClients = 100_000;

/** How much a {@link RecentMap} remembers, and by which clock. */
export interface RecentMapOptions {
  readonly capacity: number;
  /** So long at least after it was written, unless the capacity is needed. */
  readonly seconds: number;
  readonly now: () => number;
}

/**
 * Keeps two generations: entries are written to the young one, which becomes the old one when it is full or its time has come, and takes
 * the place of the old one before. So every operation costs the same, and nothing has to be swept.
 */
export function createRecentMap<V>({ capacity, seconds, now }: RecentMapOptions): RecentMap<V> {
  let young = new Map<string, V>();
  let old = new Map<string, V>();
  let bornAt = now();

  const age = (): void => {
    const passed = now() - bornAt;
    // A clock that was set back counts from there, or nothing would grow old until it has caught up.
    if (passed < 0) bornAt = now();
    if (passed < seconds) return;
    old = passed < 2 * seconds ? young : new Map<string, V>();
    young = new Map();
    bornAt = now();
  };
  return {
    get(key) {
      age();
      return young.get(key) ?? old.get(key);
    },
    set(key, value) {
      age();
      if (young.size >= capacity / 2 && !young.has(key)) {
        old = young;
        young = new Map();
      }
      young.set(key, value);
    },
    size: () => young.size + old.size,
  };
}
