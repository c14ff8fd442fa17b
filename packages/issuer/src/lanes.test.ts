import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLanes } from './lanes.js';

/** Tasks that end when told to, and a record of what happened to them. */
function createTasks() {
  const started: number[] = [];
  const finish: (() => void)[] = [];
  let running = 0;
  let mostRunning = 0;
  const task = (name: number) => async (): Promise<number> => {
    started.push(name);
    running += 1;
    mostRunning = Math.max(mostRunning, running);
    await new Promise<void>((end) => finish.push(end));
    running -= 1;
    return name;
  };
  return { task, started, finish, mostRunning: () => mostRunning };
}

describe('lanes', () => {
  it('start in order, never more at once than the width, and always as many as there is room for', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 0, max: 30 }),
        async (width, count) => {
          const lanes = createLanes(width);
          const { task, started, finish, mostRunning } = createTasks();
          const names = Array.from({ length: count }, (_, name) => name);
          const all = Promise.all(names.map((name) => lanes.run(task(name))));
          for (let ended = 0; ended < count; ended += 1) {
            await setImmediate();
            expect(started).toHaveLength(Math.min(count, ended + width));
            expect(lanes.waiting).toBe(Math.max(0, count - ended - width));
            finish[ended]?.();
          }
          expect(await all).toEqual(names);
          expect(started).toEqual(names);
          expect(mostRunning()).toBe(Math.min(width, count));
          expect(lanes.waiting).toBe(0);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('go on after a task that failed, and pass its error to its caller alone', async () => {
    const lanes = createLanes(1);
    const failing = lanes.run(() => Promise.reject(new Error('no')));
    const following = lanes.run(() => Promise.resolve('yes'));
    await expect(failing).rejects.toThrow('no');
    await expect(following).resolves.toBe('yes');
  });

  it('free the lane of a task that throws before it returns a promise', async () => {
    const lanes = createLanes(1);
    const failing = lanes.run(() => {
      throw new Error('at once');
    });
    await expect(failing).rejects.toThrow('at once');
    await expect(lanes.run(() => Promise.resolve(1))).resolves.toBe(1);
  });
});
