import { collectYoungGarbage } from './heap.js';
import type { Measure } from './run-rounds.js';

/** Does the work `count` times. */
export type Work = (count: number) => void | Promise<void>;

/** Work that goes through `items` again and again. */
export function cycle<Item>(items: readonly Item[], run: (item: Item) => void): Work {
  return (count) => {
    for (let index = 0; index < count; index += 1) run(items[index % items.length] as Item);
  };
}

/**
 * Microseconds of CPU time of this process, all threads, for one piece of work: what neighbours on the machine take from
 * the wall clock is not in it, what a thread pool or the collector does for the work is.
 */
export function cpuTime(work: Work, sliceMilliseconds: number): Measure {
  let count = 0;
  return async () => {
    if (count === 0) count = await calibrate(work, sliceMilliseconds);
    collectYoungGarbage();
    return (await cpuMicroseconds(work, count)) / count;
  };
}

/** Doubles the count until the work fills a slice. */
async function calibrate(work: Work, sliceMilliseconds: number): Promise<number> {
  let count = 1;
  while ((await cpuMicroseconds(work, count)) < sliceMilliseconds * 1000) count *= 2;
  return count;
}

async function cpuMicroseconds(work: Work, count: number): Promise<number> {
  const before = process.cpuUsage();
  await work(count);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
