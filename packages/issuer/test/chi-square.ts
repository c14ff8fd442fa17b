/**
 * Pearson's statistic of how far the frequencies of `categories` kinds of value lie from even. With
 * 32 kinds, 31 degrees of freedom, an even source exceeds `chiSquareBound` with a probability below
 * 1e-13, so a test on it does not flake.
 */
export function chiSquare(values: Iterable<string | number>, categories: number): number {
  const counts = new Map<string | number, number>();
  let total = 0;
  for (const value of values) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
    total += 1;
  }
  const expected = total / categories;
  const missing = (categories - counts.size) * expected;
  return [...counts.values()].reduce(
    (sum, count) => sum + (count - expected) ** 2 / expected,
    missing,
  );
}

export const chiSquareBound = 130;
