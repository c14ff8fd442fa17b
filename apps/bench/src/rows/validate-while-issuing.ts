import { openConnections, type Connection } from '../connection.js';
import { milliseconds } from '../format.js';
import { startServer } from '../licensing-server.js';
import { runLoad } from '../load.js';
import { runOpenLoop } from '../open-loop.js';
import { withFolderPlace, type ServerPlace } from '../places.js';
import type { Line, Plan, Row } from '../row.js';
import { runRounds, type Measure } from '../run-rounds.js';
import { p99, ratio } from '../spread.js';
import { issueWork, prepareValidateRequests } from '../works.js';

const perSecond = 500;
/** A p99 says little after fewer. */
const leastRounds = 7;
/** So many answers may be late at once. */
const mostUnderWay = 256;

/** P14: how late the slowest hundredth of validations are while the same server issues as fast as it can. */
export const validateWhileIssuingRow: Row = {
  id: 'P14',
  measure: (plan) => withFolderPlace((place) => measureLateness(place, plan)),
};

async function measureLateness(place: ServerPlace, plan: Plan): Promise<readonly Line[]> {
  const { apiKey } = place;
  const { child, port } = await startServer(place.env);
  const [readers, writers] = [
    await openConnections(port, mostUnderWay),
    await openConnections(port, 4),
  ];
  try {
    const [request = ''] = await prepareValidateRequests(port, apiKey);
    const milliseconds = plan.isShort ? 700 : 4 * plan.loadMilliseconds;
    const idle: Measure = async () =>
      p99(await runOpenLoop(readers, Buffer.from(request), { perSecond, milliseconds }));
    const busy: Measure = async () => {
      const [late] = await Promise.all([idle(), runLoad(writers, issueWork(apiKey), milliseconds)]);
      return late;
    };
    const rounds = Math.max(leastRounds, plan.loadRounds);
    return [toLine(await runRounds({ busy, idle, control: idle }, rounds))];
  } finally {
    closeAll([...readers, ...writers]);
    await child.stop();
  }
}

function closeAll(connections: readonly Connection[]): void {
  for (const connection of connections) connection.close();
}

function toLine({
  busy,
  idle,
  control,
}: Record<'busy' | 'idle' | 'control', readonly number[]>): Line {
  return {
    work: `p99 of validate at ${String(perSecond)}/s while one lane issues`,
    ours: milliseconds(busy, 2),
    reference: `idle ${milliseconds(idle, 2)}`,
    measured: ratio(busy, idle),
    unit: 'x',
    atMost: 1.3,
    control: ratio(control, idle),
  };
}
