import { toSpread, type Spread } from './spread.js';

/** The median of samples in microseconds, as text. */
export function microseconds(samples: readonly number[]): string {
  return `${toSpread(samples).median.toFixed(1)} µs`;
}

/** The median of samples in nanoseconds, as text. */
export function nanoseconds(samples: readonly number[]): string {
  return `${toSpread(samples).median.toFixed(0)} ns`;
}

/** The median of samples in milliseconds, as text. */
export function milliseconds(samples: readonly number[], digits = 0): string {
  return `${toSpread(samples).median.toFixed(digits)} ms`;
}

/** The median of samples in megabytes, as text. */
export function megabytes(samples: readonly number[]): string {
  return `${toSpread(samples).median.toFixed(1)} MB`;
}

/** Median and quartiles, such as `1.02x [1.01 to 1.04]`. */
export function spread({ lower, median, upper }: Spread, unit: string): string {
  const digits = Math.abs(median) < 0.1 ? 3 : 2;
  const [low, middle, high] = [lower, median, upper].map((value) => value.toFixed(digits));
  return `${String(middle)}${unit} [${String(low)} to ${String(high)}]`;
}
