import type { Databases } from '@licet/test-postgres';
import { cpus } from 'node:os';
import { startServer } from '../licensing-server.js';
import { createDatabasePlace } from '../places.js';
import { withPostgres } from '../postgres.js';
import { connectionCount, createLoads, together, toRateLine } from '../rates.js';
import type { Line, Plan, Row } from '../row.js';
import { runRounds } from '../run-rounds.js';
import { ratio, toSpread } from '../spread.js';
import { stockKeyed } from '../stock/licenses.js';
import { statusWork } from '../works.js';

const licenses = 10_000;
const goal = 1.6;

/** P18: two server processes on one PostgreSQL beside one of them, with as many connections in all. */
export const twoServersRow: Row = {
  id: 'P18',
  measure: (plan) =>
    withPostgres('two servers on one PostgreSQL', (databases) => measureServers(databases, plan)),
};

async function measureServers(databases: Databases, plan: Plan): Promise<readonly Line[]> {
  const place = await createDatabasePlace(databases);
  await stockKeyed(place, licenses);
  const { env, apiKey } = place;
  const servers = [await startServer(env), await startServer(env)] as const;
  const loads = createLoads(plan.loadMilliseconds);
  try {
    const work = statusWork(apiKey, licenses);
    const half = connectionCount / 2;
    const [one, first, second] = [
      loads.rate(servers[0].port, work),
      loads.rate(servers[0].port, work, half),
      loads.rate(servers[1].port, work, half),
    ];
    const busy: number[] = [];
    const two = together(first, second);
    const watched = async (): Promise<number> => {
      const before = idleAndTotal();
      const rate = await one();
      const after = idleAndTotal();
      busy.push(1 - (after.idle - before.idle) / (after.total - before.total));
      return rate;
    };
    return [toLine(await runRounds({ two, one: watched, control: one }, plan.loadRounds), busy)];
  } finally {
    for (const { child } of servers) await child.stop();
  }
}

/** Milliseconds of all cores. */
function idleAndTotal() {
  const times = cpus().map((core) => core.times);
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  return {
    idle: sum(times.map(({ idle }) => idle)),
    total: sum(times.flatMap((time) => Object.values<number>(time))),
  };
}

/** The goal holds as long as there are cores for a second server: when one leaves too little of the machine free, the ratio is only stated. */
function toLine(
  { two, one, control }: Record<'two' | 'one' | 'control', readonly number[]>,
  busy: readonly number[],
): Line {
  const share = toSpread(busy).median;
  const hasRoom = share * goal <= 1;
  const work = `two servers on one PostgreSQL (with one, ${(share * 100).toFixed(0)} % of the cores are busy)`;
  return {
    ...toRateLine({ work, reference: 'one', ...(hasRoom && { atLeast: goal }) }, two, one),
    control: ratio(control, one),
  };
}
