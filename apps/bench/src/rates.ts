import { openConnections } from './connection.js';
import { runLoad, type Load, type Work } from './load.js';
import type { Line } from './row.js';
import type { Measure } from './run-rounds.js';
import { ratio, toSpread } from './spread.js';

/** As many as a server has requests under way. */
export const connectionCount = 32;

/** Loads that are sent to servers, each over connections of its own, which are opened once. */
export interface Loads {
  /** A contestant whose sample is the whole load. */
  load(port: number, work: Work, connections?: number): Promise<Measure<Load>>;
  /** A contestant whose sample is its rate. */
  rate(port: number, work: Work, connections?: number): Promise<Measure>;
  close(): void;
}

export function createLoads(milliseconds: number): Loads {
  const opened: { close(): void }[] = [];
  const load: Loads['load'] = async (port, work, count = connectionCount) => {
    const connections = await openConnections(port, count);
    opened.push(...connections);
    return () => runLoad(connections, work, milliseconds);
  };
  return {
    load,
    rate: async (port, work, count) => {
      const measure = await load(port, work, count);
      return async () => (await measure()).perSecond;
    },
    close: () => {
      for (const connection of opened) connection.close();
    },
  };
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

export function perSecond(samples: readonly number[]): string {
  return `${toSpread(samples).median.toFixed(0)}/s`;
}
