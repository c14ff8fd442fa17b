import { dirname, join } from 'node:path';
import {
  casaziumIssueWork,
  casaziumVariable,
  findCasazium,
  prepareCasaziumVerify,
  startCasazium,
} from '../casazium.js';
import { issue, startServer } from '../licensing-server.js';
import { withFolderPlace, type ServerPlace } from '../places.js';
import { createLoads, toRateLine } from '../rates.js';
import type { Line, Plan, Row } from '../row.js';
import { runRounds } from '../run-rounds.js';
import { ratio } from '../spread.js';
import { domainKeyOf } from '../stock/licenses.js';
import { issueWork, serialWork, statusWork } from '../works.js';

/** What is asked for: each server made them itself. */
const licenses = 100;

/** P20: what two licensing servers do for the same purpose, both on SQLite. It needs the other one, which is brought by whoever wants to know. */
export const otherServerRow: Row = {
  id: 'P20',
  measure: (plan) => {
    const folder = findCasazium();
    if (folder === undefined) return Promise.resolve([missing]);
    return withFolderPlace((place) => measureBoth(place, folder, plan));
  },
};

const missing: Line = {
  work: 'verify and issue over HTTP',
  ours: '',
  reference: `no casazium/license: ${casaziumVariable}`,
  unit: 'x',
};

async function measureBoth(
  place: ServerPlace,
  folder: string,
  plan: Plan,
): Promise<readonly Line[]> {
  const servers = [
    await startServer(place.env),
    // Its file goes with our folder.
    await startCasazium(folder, join(dirname(place.database), 'theirs.db')),
  ] as const;
  try {
    return await compare(place, servers[0].port, servers[1].port, plan);
  } finally {
    for (const { child } of servers) await child.stop();
  }
}

async function compare(
  { apiKey }: ServerPlace,
  ours: number,
  theirs: number,
  { loadRounds, loadMilliseconds }: Plan,
): Promise<readonly Line[]> {
  const keys = Array.from({ length: licenses }, (_, index) => domainKeyOf(index));
  await Promise.all(keys.map((key) => issue(ours, apiKey, key)));
  const verifyThere = await prepareCasaziumVerify(theirs, licenses);
  const loads = createLoads(loadMilliseconds);
  const samples = await runRounds(
    {
      status: loads.rate(ours, statusWork(apiKey, licenses)),
      verify: loads.rate(theirs, verifyThere),
      control: loads.rate(theirs, verifyThere),
      issue: loads.rate(ours, issueWork(apiKey)),
      serial: loads.rate(ours, serialWork(apiKey)),
      insert: loads.rate(theirs, casaziumIssueWork),
    },
    loadRounds,
  );
  const goal = { reference: 'casazium/license', atLeast: 1 };
  return [
    {
      ...toRateLine({ work: 'status, SQLite', ...goal }, samples.status, samples.verify),
      control: ratio(samples.control, samples.verify),
    },
    toRateLine({ work: 'issue: a signed file, SQLite', ...goal }, samples.issue, samples.insert),
    toRateLine({ work: 'issue: a serial number, SQLite', ...goal }, samples.serial, samples.insert),
  ];
}
