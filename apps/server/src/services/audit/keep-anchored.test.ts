import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepAnchored } from './keep-anchored.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('sets an anchor at the start, every five minutes and at the stop, and none after it', async () => {
  const setAnchor = vi.fn(() => Promise.resolve());
  const anchoring = keepAnchored(setAnchor, () => undefined);
  await vi.advanceTimersByTimeAsync(299_999);
  expect(setAnchor).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(setAnchor).toHaveBeenCalledTimes(2);
  await anchoring.stop();
  expect(setAnchor).toHaveBeenCalledTimes(3);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(setAnchor).toHaveBeenCalledTimes(3);
});

it('tells a failure and tries again, also at the stop', async () => {
  const failure = new Error('database is locked');
  const setAnchor = vi.fn(() => Promise.reject(failure));
  const tellFailure = vi.fn();
  const anchoring = keepAnchored(setAnchor, tellFailure);
  await vi.advanceTimersByTimeAsync(300_000);
  await anchoring.stop();
  expect(tellFailure.mock.calls).toEqual([[failure], [failure], [failure]]);
});
