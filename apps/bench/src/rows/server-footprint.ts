import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from '../child-process.js';
import { megabytes, milliseconds } from '../format.js';
import { openClient } from '../keep-alive-client.js';
import { paths, postRequest, prepareServer, serverProgram } from '../licensing-server.js';
import { freePort, waitForAnswer } from '../ports.js';
import type { Line, Row } from '../row.js';
import { runRounds, type Measure } from '../run-rounds.js';
import { ratio, toSpread } from '../spread.js';

interface Footprint {
  readonly startMilliseconds: number;
  readonly loadedMegabytes: number;
}
type Samples = Record<'ours' | 'bare' | 'control', readonly Footprint[]>;

const bareServer = new URL('../children/bare-server.js', import.meta.url);
const requestsOfTheLoad = 2000;

/** P17: the whole server, from its start on a used data folder to its first answer, and its memory after a load. */
export const serverFootprintRow: Row = {
  id: 'P17',
  measure: async ({ processRounds }) => {
    const directory = mkdtempSync(join(tmpdir(), 'licet-bench-'));
    try {
      const samples = await startServers(directory, processRounds);
      return [toStartLine(samples), toMemoryLine(samples)];
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
};

async function startServers(directory: string, rounds: number): Promise<Samples> {
  const port = await freePort();
  const env = { HOST: '127.0.0.1', PORT: String(port), LICET_DATA_DIR: join(directory, 'data') };
  const { apiKey, domainKey } = await prepareServer(env);
  // The read that clients make most.
  const request = postRequest(paths.status, apiKey, { domainKey });
  const bare = footprint(bareServer, [join(directory, 'bare.db')], env, port, request);
  return runRounds(
    { ours: footprint(serverProgram, [], env, port, request), bare, control: bare },
    rounds,
  );
}

function footprint(
  program: URL,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  port: number,
  request: string,
): Measure<Footprint> {
  return async () => {
    const start = performance.now();
    const child = startChild(program, args, env);
    try {
      await waitForAnswer(port, child);
      const startMilliseconds = performance.now() - start;
      const client = await openClient(port, request);
      await client.send(requestsOfTheLoad);
      client.close();
      const { rssBytes } = await child.usage();
      return { startMilliseconds, loadedMegabytes: rssBytes / 1e6 };
    } finally {
      await child.stop();
    }
  };
}

function toStartLine({ ours, bare }: Samples): Line {
  return {
    work: 'server: start to first answer',
    ours: milliseconds(startTime(ours)),
    reference: `node:http + better-sqlite3 ${milliseconds(startTime(bare))}`,
    measured: toSpread(startTime(ours).map((sample) => sample / 1000)),
    unit: 's',
    atMost: 1,
  };
}

function toMemoryLine({ ours, bare, control }: Samples): Line {
  const reference = memory(bare);
  return {
    work: 'server: memory after a load',
    ours: megabytes(memory(ours)),
    reference: `node:http + better-sqlite3 ${megabytes(reference)}`,
    measured: ratio(memory(ours), reference),
    unit: 'x',
    atMost: 1.5,
    control: ratio(memory(control), reference),
  };
}

const startTime = (samples: readonly Footprint[]): readonly number[] =>
  samples.map(({ startMilliseconds }) => startMilliseconds);
const memory = (samples: readonly Footprint[]): readonly number[] =>
  samples.map(({ loadedMegabytes }) => loadedMegabytes);
