import type { Answer, Connection } from './connection.js';

/** What a load showed. */
export interface Load {
  readonly perSecond: number;
  /** Of each piece of work, in the order in which they ended. */
  readonly milliseconds: readonly number[];
}

/** One piece of work over a connection; `worker` counts the connections from 0. */
export type Work = (connection: Connection, worker: number) => Promise<void>;

/** Repeats a piece of work on every connection for so long: as many are under way as there are connections. */
export async function runLoad(
  connections: readonly Connection[],
  work: Work,
  milliseconds: number,
): Promise<Load> {
  const taken: number[] = [];
  const start = performance.now();
  const repeat = async (connection: Connection, worker: number): Promise<void> => {
    for (let now = start; now < start + milliseconds;) {
      await work(connection, worker);
      const end = performance.now();
      taken.push(end - now);
      now = end;
    }
  };
  await Promise.all(connections.map(repeat));
  return { perSecond: (taken.length * 1000) / (performance.now() - start), milliseconds: taken };
}

/** Throws unless an answer has the status; returns its body. */
export function expectStatus({ status, body }: Answer, expected: number): string {
  if (status !== expected)
    throw new Error(`A server answered ${String(status)}, not ${String(expected)}: ${body}`);
  return body;
}
