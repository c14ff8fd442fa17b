import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild, type Child } from '../child-process.js';
import { cpuPerRequest } from '../cpu-per-request.js';
import { microseconds } from '../format.js';
import { openClient, type KeepAliveClient } from '../keep-alive-client.js';
import { postRequest, prepareServer, serverProgram } from '../licensing-server.js';
import { freePort, waitForAnswer } from '../ports.js';
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
  measure: async (plan) => {
    const directory = mkdtempSync(join(tmpdir(), 'licet-bench-'));
    try {
      return [await measureServers(directory, plan)];
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
};

interface Contestant {
  readonly child: Child;
  readonly client: KeepAliveClient;
}

async function measureServers(directory: string, plan: Plan): Promise<Line> {
  const port = String(await freePort());
  const env = {
    HOST: '127.0.0.1',
    PORT: port,
    LICET_DATA_DIR: join(directory, 'data'),
    // Counted as always, and never reached: the load is more than any client is allowed.
    LICET_RATE_PER_ADDRESS: '1000000000',
    LICET_RATE_PER_KEY: '1000000000',
    LICET_LOG_LEVEL: 'info',
  };
  const { apiKey } = await prepareServer(env);
  const body = { token: 'no.access.token', identifier: 'DEVICE12345' };
  const request = postRequest('/token/TokenAccess/validate/apikey', apiKey, body);
  const start = async (program: URL, args: string[], at: number, more: NodeJS.ProcessEnv = {}) => {
    const child = startChild(program, args, more);
    await waitForAnswer(at, child);
    return { child, client: await openClient(at, request) };
  };
  const bareAt = async () => {
    const at = await freePort();
    return start(jsonServer, [String(at)], at);
  };
  const servers = [
    await start(serverProgram, [], Number(port), env),
    await bareAt(),
    await bareAt(),
  ];
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
