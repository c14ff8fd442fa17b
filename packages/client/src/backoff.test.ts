import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backoffMilliseconds } from './backoff.js';

const backoff = { firstMilliseconds: 500, mostMilliseconds: 8000 };

it('doubles the longest wait with every failure, up to the longest of all', () => {
  const longest = [1, 2, 3, 4, 5, 6].map((failures) =>
    backoffMilliseconds(backoff, failures, () => 1),
  );
  expect(longest).toEqual([500, 1000, 2000, 4000, 8000, 8000]);
});

it('waits for any part of it, after however many failures', () => {
  const failures = fc.integer({ min: 1, max: 1_000_000 });
  fc.assert(
    fc.property(failures, fc.double({ min: 0, max: 1, noNaN: true }), (count, part) => {
      const wait = backoffMilliseconds(backoff, count, () => part);
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(8000);
    }),
  );
});
