/** Runs tasks in the order in which they came, never more than a fixed number at once. */
export interface Lanes {
  run<T>(task: () => Promise<T>): Promise<T>;
  /** How many tasks have not been started yet. */
  readonly waiting: number;
}

/**
 * `width` lanes. A task that ends hands its lane to the one that waited longest, so nothing
 * overtakes.
 */
export function createLanes(width: number): Lanes {
  const queue: (() => void)[] = [];
  let taken = 0;

  async function enter(): Promise<void> {
    if (taken === width) return new Promise((admit) => queue.push(admit));
    taken += 1;
  }
  function leave(): void {
    const admitNext = queue.shift();
    if (admitNext === undefined) taken -= 1;
    else admitNext();
  }

  return {
    async run(task) {
      await enter();
      try {
        return await task();
      } finally {
        leave();
      }
    },
    get waiting() {
      return queue.length;
    },
  };
}
