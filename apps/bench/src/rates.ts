import { openConnections } from './connection.js';
import { runLoad, type Load, type Work } from './load.js';
import type { Line } from './row.js';
import type { Measure } from './run-rounds.js';
import { p99, ratio, toSpread } from './spread.js';

/** As many as a server has requests under way. */
export const connectionCount = 32;

/** Loads that are sent to servers, so long for each sample. */
export interface Loads {
  /** A contestant whose sample is the whole load. */
  load(port: number, work: Work, connections?: number): Measure<Load>;
  /** A contestant whose sample is its rate. */
  rate(port: number, work: Work, connections?: number): Measure;
}

export function createLoads(milliseconds: number): Loads {
  const load: Loads['load'] =
    (port, work, count = connectionCount) =>
    () =>
      loadOnce({ port, count, work, milliseconds });
  return {
    load,
    rate: (port, work, count) => {
      const measure = load(port, work, count);
      return async () => (await measure()).perSecond;
    },
  };
}

interface LoadPlan {
  readonly port: number;
  readonly count: number;
  readonly work: Work;
  readonly milliseconds: number;
}

/** Over connections of its own: a server closes those that wait for the others' samples. What it does at the first request of one is not measured. */
async function loadOnce({ port, count, work, milliseconds }: LoadPlan): Promise<Load> {
  const connections = await openConnections(port, count);
  try {
    await Promise.all(connections.map(work));
    return await runLoad(connections, work, milliseconds);
  } finally {
    for (const connection of connections) connection.close();
  }
}

/** A rate beside another one; without samples of the other, it says what is missing. */
export function toRateLine(
  { work, atLeast, reference }: Pick<Line, 'work' | 'reference'> & { readonly atLeast?: number },
  ours: readonly number[],
  others: readonly number[] | undefined,
): Line {
  const line = { work, ours: perSecond(ours), unit: 'x', ...(atLeast && { atLeast }) } as const;
  if (others === undefined) return { ...line, reference: `no ${reference} on this machine` };
  return {
    ...line,
    reference: `${reference} ${perSecond(others)}`,
    measured: ratio(ours, others),
  };
}

/** The rate of synchronous work in this process, one piece after the other. */
export function rateOf(run: () => void, milliseconds: number): Measure {
  return () => {
    const start = performance.now();
    let done = 0;
    for (; performance.now() < start + milliseconds; done += 1) run();
    return (done * 1000) / (performance.now() - start);
  };
}

/** Two loads at once count as one. */
export function together(first: Measure, second: Measure): Measure {
  return async () => {
    const [a, b] = await Promise.all([first(), second()]);
    return a + b;
  };
}

/** What each load showed: its rate. */
export function ratesOf(loads: readonly Load[]): readonly number[] {
  return loads.map((load) => load.perSecond);
}

/** What each load showed: how many milliseconds 99 of a hundred pieces of its work did not exceed. */
export function slowestOf(loads: readonly Load[]): readonly number[] {
  return loads.map(({ milliseconds }) => p99(milliseconds));
}

export function perSecond(samples: readonly number[]): string {
  return `${toSpread(samples).median.toFixed(0)}/s`;
}
