/** Runs costly work, so much of it at once and no more. */
export interface WorkQueue {
  /** The result of the work, or `undefined` at once when too much waits already. */
  run<T>(work: () => Promise<T>): Promise<T | undefined>;
}

/** A queue of `lanes` at once, in which `waiting` more may wait. */
export function createWorkQueue(lanes: number, waiting: number): WorkQueue {
  const next: (() => void)[] = [];
  let running = 0;
  const enter = async (): Promise<void> => {
    if (running < lanes) running++;
    // Whoever leaves hands the place on.
    else await new Promise<void>((resolve) => void next.push(resolve));
  };
  const leave = (): void => {
    const first = next.shift();
    if (first === undefined) running--;
    else first();
  };
  return {
    async run(work) {
      if (running >= lanes && next.length >= waiting) return undefined;
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
