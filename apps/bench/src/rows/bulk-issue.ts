import { openConnections } from '../connection.js';
import { startServer } from '../licensing-server.js';
import { withFolderPlace, type ServerPlace } from '../places.js';
import { connectionCount } from '../rates.js';
import type { Line, Plan, Row } from '../row.js';
import { ratio, toSpread } from '../spread.js';
import { issueWork } from '../works.js';

const licenses = { short: 1000, long: 100_000 } as const;
/** The first of them compiles the code and fills the caches. */
const parts = 10;

/** P19: very many licenses issued one after the other: progress is shown, and the memory of the server stays as it is. */
export const bulkIssueRow: Row = {
  id: 'P19',
  measure: (plan) => withFolderPlace((place) => measureBulk(place, plan)),
};

interface Part {
  readonly perSecond: number;
  readonly megabytes: number;
}

async function measureBulk({ env, apiKey }: ServerPlace, plan: Plan): Promise<readonly Line[]> {
  const { child, port } = await startServer(env);
  const connections = await openConnections(port, connectionCount);
  const work = issueWork(apiKey);
  const count = plan.isShort ? licenses.short : licenses.long;
  const measured: Part[] = [];
  try {
    for (let part = 1; part <= parts; part += 1) {
      let left = count / parts;
      const start = performance.now();
      const run = async (worker: number): Promise<void> => {
        const connection = connections[worker];
        while (connection !== undefined && left-- > 0) await work(connection, worker);
      };
      await Promise.all(connections.map((_, worker) => run(worker)));
      const seconds = (performance.now() - start) / 1000;
      const { rssBytes } = await child.usage();
      measured.push({ perSecond: count / parts / seconds, megabytes: rssBytes / 1e6 });
      process.stderr.write(`  issued ${String((part * count) / parts)} of ${String(count)}\n`);
    }
    return toLines(count, measured, plan);
  } finally {
    for (const connection of connections) connection.close();
    await child.stop();
  }
}

function toLines(count: number, measured: readonly Part[], { isShort }: Plan): readonly Line[] {
  const [, second, ...others] = measured;
  const work = `${String(count)} licenses issued`;
  const toLine = (name: keyof Part, unit: string, text: string): Line => {
    const [samples, early] = [others.map((part) => part[name]), second?.[name] ?? 0];
    return {
      work: `${work}, ${text}`,
      ours: `${toSpread(samples).median.toFixed(0)}${unit}`,
      reference: `the second tenth ${early.toFixed(0)}${unit}`,
      measured: ratio(
        samples,
        samples.map(() => early),
      ),
      unit: 'x',
    };
  };
  return [
    { ...toLine('perSecond', '/s', 'rate'), atLeast: 0.75 },
    // A heap has not reached its size after a few hundred.
    { ...toLine('megabytes', ' MB', 'memory of the server'), ...(!isShort && { atMost: 1.2 }) },
  ];
}
