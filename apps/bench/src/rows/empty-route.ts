import type { Child } from '../child-process.js';
import { cpuPerRequest } from '../cpu-per-request.js';
import { microseconds } from '../format.js';
import { openClient, type KeepAliveClient } from '../keep-alive-client.js';
import { echoBody, paths, postRequest, startProgram, startServer } from '../licensing-server.js';
import { withFolderPlace, type ServerPlace } from '../places.js';
import type { Line, Plan, Row } from '../row.js';
import { runRounds } from '../run-rounds.js';
import { ratio } from '../spread.js';

const jsonServer = new URL('../children/json-server.js', import.meta.url);

/** As many as make little of the first requests of a round, which find cold caches. */
const requestsPerMillisecond = 20;

/**
 * P9: what a request costs before any work is done for it: HTTP, the API key, limits, the body, its schema and a line of the log. Operation 8 with a
 * text that is no token is answered from its schema alone, so that nothing else is measured.
 */
export const emptyRouteRow: Row = {
  id: 'P9',
  measure: (plan) => withFolderPlace(async (place) => [await measureServers(place, plan)]),
};

interface Contestant {
  readonly child: Child;
  readonly client: KeepAliveClient;
}

async function measureServers({ env, apiKey }: ServerPlace, plan: Plan): Promise<Line> {
  const request = postRequest(paths.echo, apiKey, echoBody);
  const bare = () => startProgram(jsonServer);
  const servers: Contestant[] = [];
  for (const server of [await startServer(env), await bare(), await bare()]) {
    servers.push({ child: server.child, client: await openClient(server.port, request) });
  }
  try {
    return await compare(servers as [Contestant, Contestant, Contestant], plan);
  } finally {
    for (const { child, client } of servers) {
      client.close();
      await child.stop();
    }
  }
}

async function compare(
  servers: readonly [Contestant, Contestant, Contestant],
  { rounds, sliceMilliseconds }: Plan,
): Promise<Line> {
  const requests = sliceMilliseconds * requestsPerMillisecond;
  const measures = servers.map(({ child, client }) => cpuPerRequest(child, client, requests));
  const [ours, bare, control] = measures as [
    (typeof measures)[0],
    (typeof measures)[0],
    (typeof measures)[0],
  ];
  const samples = await runRounds({ ours, bare, control }, rounds);
  return {
    work: 'server: a request that asks for nothing',
    ours: microseconds(samples.ours),
    reference: `node:http ${microseconds(samples.bare)}`,
    measured: ratio(samples.ours, samples.bare),
    unit: 'x',
    // 0.6 of its throughput.
    atMost: 1.67,
    control: ratio(samples.control, samples.bare),
  };
}
