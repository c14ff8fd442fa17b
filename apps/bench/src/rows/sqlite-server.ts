import Database from 'better-sqlite3';
import { startServer } from '../licensing-server.js';
import { withFolderPlace, type ServerPlace } from '../places.js';
import { createLoads, rateOf, toRateLine } from '../rates.js';
import type { Line, Plan, Row } from '../row.js';
import { runRounds, type Measure } from '../run-rounds.js';
import { ratio } from '../spread.js';
import { stockCounted, stockKeyed } from '../stock/licenses.js';
import { echoWork, heartbeatWork, prepareValidation, statusWork } from '../works.js';

const licenses = 10_000;

/** P12: reads and durable writes on SQLite, beside the server's own echo and writes that each have a transaction. */
export const sqliteServerRow: Row = {
  id: 'P12',
  measure: (plan) => withFolderPlace((place) => measureServer(place, plan)),
};

async function measureServer(place: ServerPlace, plan: Plan): Promise<readonly Line[]> {
  await stockKeyed(place, licenses);
  const { ids } = await stockCounted(place, 100, 1_000_000);
  const { child, port } = await startServer(place.env);
  const loads = createLoads(plan.loadMilliseconds);
  try {
    const { apiKey } = place;
    const measures = {
      status: loads.rate(port, statusWork(apiKey, licenses)),
      validate: loads.rate(port, await prepareValidation(port, apiKey)),
      heartbeat: loads.rate(port, heartbeatWork(apiKey, ids)),
      echo: loads.rate(port, echoWork(apiKey)),
      control: loads.rate(port, echoWork(apiKey)),
    };
    return await compare(place, measures, plan);
  } finally {
    await child.stop();
  }
}

async function compare(
  { database }: ServerPlace,
  measures: Record<'status' | 'validate' | 'heartbeat' | 'echo' | 'control', Measure>,
  { loadRounds, loadMilliseconds }: Plan,
): Promise<readonly Line[]> {
  const ungrouped = openUngrouped(database, loadMilliseconds);
  try {
    const samples = await runRounds({ ...measures, ungrouped: ungrouped.measure }, loadRounds);
    const { status, validate, heartbeat, echo } = samples;
    const control = ratio(samples.control, echo);
    const toEcho = { reference: 'own echo' };
    return [
      {
        ...toRateLine({ work: 'status, SQLite', atLeast: 0.45, ...toEcho }, status, echo),
        control,
      },
      toRateLine({ work: 'validate, SQLite', atLeast: 0.45, ...toEcho }, validate, echo),
      toRateLine({ work: 'lease heartbeat, SQLite', atLeast: 0.4, ...toEcho }, heartbeat, echo),
      toRateLine(
        { work: 'lease heartbeat, SQLite', reference: 'one transaction each', atLeast: 4 },
        heartbeat,
        samples.ungrouped,
      ),
    ];
  } finally {
    ungrouped.close();
  }
}

/** The statement of a heartbeat in a transaction of its own, one after the other, in this process. It changes the leases of the server. */
function openUngrouped(file: string, milliseconds: number) {
  const database = new Database(file);
  database.pragma('synchronous = FULL');
  const update = database.prepare(
    `update seats set ends_at = ends_at + 1 where account_id = (select account_id from accounts) and lease_id = (select min(lease_id) from seats) and kind in ('lease', 'borrowed') and ends_at > 1767225600 returning *`,
  );
  return { measure: rateOf(() => void update.all(), milliseconds), close: () => database.close() };
}
