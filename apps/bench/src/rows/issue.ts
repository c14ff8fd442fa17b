import { availableParallelism } from 'node:os';
import { startServer } from '../licensing-server.js';
import { withFolderPlace, type ServerPlace } from '../places.js';
import { createLoads, together, toRateLine } from '../rates.js';
import type { Line, Plan, Row } from '../row.js';
import { runRounds } from '../run-rounds.js';
import { signOn } from '../signing.js';
import { ratio } from '../spread.js';
import { issueWork } from '../works.js';

const cores = availableParallelism();
/** A server leaves one core to its requests. */
const lanes = Math.max(1, cores - 1);

/** P13: licenses that are signed with RSA-3072 and stored, beside signatures alone. */
export const issueRow: Row = {
  id: 'P13',
  measure: (plan) => withFolderPlace((place) => measureIssue(place, plan)),
};

async function measureIssue(place: ServerPlace, plan: Plan): Promise<readonly Line[]> {
  const servers = [await startServer(place.env), await startServer(place.env)] as const;
  const loads = createLoads(plan.loadMilliseconds);
  try {
    const [first, second] = [
      // One is signed, the others are read or stored meanwhile.
      loads.rate(servers[0].port, issueWork(place.apiKey), 16 * lanes),
      loads.rate(servers[1].port, issueWork(place.apiKey), 16 * lanes),
    ];
    const signing = signOn(plan.loadMilliseconds);
    const samples = await runRounds(
      {
        one: first,
        both: together(first, second),
        signing,
        control: signing,
      },
      plan.loadRounds,
    );
    return toLines(samples);
  } finally {
    for (const { child } of servers) await child.stop();
  }
}

function toLines(samples: Record<'one' | 'both' | 'signing' | 'control', readonly number[]>) {
  const reference = 'crypto.sign on one core';
  const one = samples.one.map((rate) => rate / lanes);
  return [
    {
      ...toRateLine(
        { work: 'issue and store, one lane', reference, atLeast: 0.85 },
        one,
        samples.signing,
      ),
      control: ratio(samples.control, samples.signing),
    },
    toRateLine(
      {
        work: `issue and store, two servers on ${String(cores)} cores`,
        reference,
        atLeast: Math.round(9 * cores) / 10,
      },
      samples.both,
      samples.signing,
    ),
  ];
}
