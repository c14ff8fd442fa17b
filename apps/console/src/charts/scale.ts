import type { DayCount } from '../api/types.js';

const millisecondsPerDay = 86_400_000;

/** The least round number that is not below a value: one with a single digit before its zeros. */
export function niceTop(value: number): number {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return Math.ceil(value / power) * power;
}

/** Every day from the first to the last once, with the sum of its counts; days of which nothing is known have 0. */
export function fillDays(counts: readonly DayCount[], from: number, days: number): DayCount[] {
  const sums = new Map<string, number>();
  for (const { day, count } of counts) {
    const name = day.slice(0, 10);
    sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return Array.from({ length: days }, (_, index) => {
    const day = new Date(from + index * millisecondsPerDay).toISOString().slice(0, 10);
    return { day, count: sums.get(day) ?? 0 };
  });
}
