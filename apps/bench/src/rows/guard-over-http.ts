import { startChild } from '../child-process.js';
import { cpuPerRequest } from '../cpu-per-request.js';
import { microseconds } from '../format.js';
import { openClient, type KeepAliveClient } from '../keep-alive-client.js';
import { makeLicenses } from '../licenses.js';
import type { Line, Plan, Row } from '../row.js';
import { runRounds, type Measure } from '../run-rounds.js';
import { ratio } from '../spread.js';

interface Framework {
  readonly name: string;
  /** The program in children/ that serves it, and what it is told beside the license. */
  readonly program: string;
  readonly args?: readonly string[];
}

const frameworks: readonly Framework[] = [
  { name: 'Express 5', program: 'express-servers' },
  { name: 'Koa 3', program: 'koa-servers' },
  { name: 'Fastify 5', program: 'fastify-servers' },
  { name: 'Nest 12 on Express', program: 'nest-servers', args: ['express'] },
  { name: 'Nest 12 on Fastify', program: 'nest-servers', args: ['fastify'] },
];

/** Enough to make little of what the client's own turns on the same cores do to the server's caches. */
const requestsPerMillisecond = 40;

/** P7: the CPU time of a whole request to an application behind the guard. */
export const guardOverHttpRow: Row = {
  id: 'P7',
  measure: async (plan) => {
    const lines: Line[] = [];
    for (const framework of frameworks) lines.push(await measureFramework(framework, plan));
    return lines;
  },
};

async function measureFramework(
  { name, program, args = [] }: Framework,
  { rounds, sliceMilliseconds }: Plan,
): Promise<Line> {
  const { texts, product, host, root } = await makeLicenses(3072, 1);
  const file = new URL(`../children/${program}.js`, import.meta.url);
  const child = startChild(file, [texts.join(''), root.pem, product, ...args]);
  const ports = (await child.message()) as Record<'guard' | 'noop' | 'control', number>;
  const open = (port: number): Promise<KeepAliveClient> => openClient(port, toRequest(host));
  const clients = [
    await open(ports.guard),
    await open(ports.noop),
    await open(ports.control),
  ] as const;
  const [guard, noop, control] = clients.map((client) =>
    cpuPerRequest(child, client, sliceMilliseconds * requestsPerMillisecond),
  ) as [Measure, Measure, Measure];
  try {
    const samples = await runRounds({ guard, noop, control }, rounds);
    return {
      work: `guard over HTTP, ${name}`,
      ours: microseconds(samples.guard),
      reference: `no-op layer ${microseconds(samples.noop)}`,
      measured: ratio(samples.guard, samples.noop),
      unit: 'x',
      atMost: 1.03,
      control: ratio(samples.control, samples.noop),
    };
  } finally {
    for (const client of clients) client.close();
    await child.stop();
  }
}

/** What a browser sends. */
function toRequest(host: string): string {
  return [
    'GET / HTTP/1.1',
    `Host: ${host}`,
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0',
    'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'Accept-Language: en-US,en;q=0.5',
    'Connection: keep-alive',
    'Cookie: session=4f1c2b7ad1e94d58',
    '',
    '',
  ].join('\r\n');
}
