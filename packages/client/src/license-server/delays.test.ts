import fc from 'fast-check';
import { expect, it } from 'vitest';
import { delayAfterFailure, delayAfterSuccess } from './delays.js';

const almostOne = 1 - 2 ** -32;

it('spreads the installations of a vendor over a fifth of the interval', () => {
  expect(delayAfterSuccess(21_600, () => 0)).toBe(19_440_000);
  expect(delayAfterSuccess(21_600, () => 0.5)).toBe(21_600_000);
  expect(delayAfterSuccess(21_600, () => almostOne)).toBeCloseTo(23_760_000, 0);
});

it('waits longer with every failure, up to an hour', () => {
  const longest = [1, 2, 3, 9, 10, 11, 1000].map((failures) =>
    Math.round(delayAfterFailure(failures, 0, () => almostOne) / 1000),
  );
  expect(longest).toEqual([8, 16, 32, 2048, 3600, 3600, 3600]);
});

it('leaves the server alone for as long as it asks', () => {
  expect(delayAfterFailure(1, 120, () => 0.5)).toBe(124_000);
});

it('waits a second at least and a day at most, whatever the server asks for', () => {
  const retryAfter = fc.oneof(fc.integer({ min: 0, max: 999_999_999 }), fc.constant(Infinity));
  const failures = fc.integer({ min: 1, max: 100_000 });
  const seconds = fc.integer({ min: 60, max: 86_400 });
  fc.assert(
    fc.property(
      retryAfter,
      failures,
      seconds,
      fc.double({ min: 0, max: almostOne, noNaN: true }),
      (asked, count, interval, part) => {
        const random = (): number => part;
        for (const delay of [
          delayAfterFailure(count, asked, random),
          delayAfterSuccess(interval, random),
        ]) {
          expect(delay).toBeGreaterThanOrEqual(1000);
          expect(delay).toBeLessThanOrEqual(86_400_000);
        }
      },
    ),
  );
});
