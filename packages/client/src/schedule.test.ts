import { expect, it } from 'vitest';
import { backgroundSchedule, systemSchedule } from './schedule.js';

const countTimers = (): number =>
  process.getActiveResourcesInfo().filter((type) => type === 'Timeout').length;

it('keeps a process alive that waits, and none that only renews', () => {
  const before = countTimers();
  const cancelBackground = backgroundSchedule(60_000, () => undefined);
  expect(countTimers()).toBe(before);
  const cancel = systemSchedule(60_000, () => undefined);
  expect(countTimers()).toBe(before + 1);
  cancel();
  cancelBackground();
  expect(countTimers()).toBe(before);
});

it('runs what is due, and not what was taken back', async () => {
  const ran = await new Promise<readonly string[]>((resolve) => {
    const names: string[] = [];
    backgroundSchedule(0, () => names.push('taken back'))();
    systemSchedule(0, () => names.push('first'));
    systemSchedule(1, () => resolve(names));
  });
  expect(ran).toEqual(['first']);
});
