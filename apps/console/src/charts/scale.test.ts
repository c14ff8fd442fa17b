import { describe, expect, it } from 'vitest';
import { fillDays, niceTop } from './scale.js';

it.each([
  [0, 1],
  [1, 1],
  [3, 3],
  [11, 20],
  [710, 800],
  [50, 50],
  [999, 1000],
])('the top of an axis over %i is %i', (value, top) => {
  expect(niceTop(value)).toBe(top);
});

describe('days', () => {
  it('have those without anything in between, and those with several counts once', () => {
    const counts = [
      { day: '2026-02-28', count: 1 },
      { day: '2026-03-02', count: 2 },
      { day: '2026-03-02', count: 3 },
    ];
    expect(fillDays(counts, Date.UTC(2026, 1, 28), 3)).toEqual([
      { day: '2026-02-28', count: 1 },
      { day: '2026-03-01', count: 0 },
      { day: '2026-03-02', count: 5 },
    ]);
  });
});
