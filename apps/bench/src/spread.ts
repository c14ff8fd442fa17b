/** The median of some samples and the quartiles around it. */
export interface Spread {
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

export function toSpread(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((a, b) => a - b);
  return {
    lower: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    upper: quantile(sorted, 0.75),
  };
}

/** Combines the samples of each round, for neighbours on the machine change from round to round. */
export function perRound(
  ours: readonly number[],
  reference: readonly number[],
  combine: (ours: number, reference: number) => number,
): Spread {
  return toSpread(ours.map((sample, round) => combine(sample, reference[round] ?? Number.NaN)));
}

/** The median of the ratios of each round. */
export function ratio(ours: readonly number[], reference: readonly number[]): Spread {
  return perRound(ours, reference, (a, b) => a / b);
}

/** What `baseline`, the bare loop around the work, costs in the same round is taken off `samples`. */
export function above(samples: readonly number[], baseline: readonly number[]): readonly number[] {
  return samples.map((sample, round) => sample - (baseline[round] ?? Number.NaN));
}

/** What 99 of a hundred samples do not exceed. */
export function p99(samples: readonly number[]): number {
  return quantile(
    [...samples].sort((a, b) => a - b),
    0.99,
  );
}

function quantile(sorted: readonly number[], fraction: number): number {
  const position = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const next = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (next - below) * (position - Math.floor(position));
}
