import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { isIP } from 'node:net';
import { countSeatsInUse } from '../db/statistics.js';
import type { App } from '../http/app.js';
import { sendProblem } from '../http/send-problem.js';
import { fail, type Failure } from '../problems.js';
import type { Context } from '../services/context.js';
import { instruments } from '../telemetry/instruments.js';
import { gauge, watchProcess } from '../telemetry/process-metrics.js';
import { formatMetrics, metricsType, type Metric } from '../telemetry/registry.js';

/** For Prometheus, at `/metrics`: whoever has the token, or without one this machine alone. */
export function addMetrics(app: App, context: Context, token: string | undefined): void {
  const watch = watchProcess();
  app.addHook('onClose', (_app, done) => {
    watch.stop();
    done();
  });
  const config = { scope: 'none', isUncounted: true } as const;
  app.get('/metrics', { schema: { hide: true }, config }, async (request, reply) => {
    const failure = token === undefined ? refuseOthers(request) : refuseToken(request, token);
    if (failure?.code === 'unauthorized') reply.header('www-authenticate', 'Bearer realm="licet"');
    if (failure !== undefined) return sendProblem(request, reply, failure);
    const counted = Object.values(instruments).map((instrument) => instrument.read());
    const stored = await readStored(context);
    const text = formatMetrics([...counted, ...stored, ...watch.read()]);
    return reply.type(metricsType).send(text);
  });
}

function refuseToken({ headers }: FastifyRequest, token: string): Failure | undefined {
  const [, sent = ''] = /^bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(sent), digest(token))
    ? undefined
    : fail('unauthorized', 'Send the value of LICET_METRICS_TOKEN as Authorization: Bearer.');
}

/** Headers by which a proxy says that somebody else is asking. A proxy on this machine would make everybody one of us. */
const forwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

function refuseOthers({ raw, headers }: FastifyRequest): Failure | undefined {
  const isOurs = isLoopback(raw.socket.remoteAddress ?? '');
  return isOurs && forwarded.every((name) => headers[name] === undefined)
    ? undefined
    : fail('not_found', 'Set LICET_METRICS_TOKEN to read the metrics from another machine.');
}

function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/i, '');
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}

/** A database that is away is something to be told too, by what is missing and by a 0. */
async function readStored({ store, account }: Context): Promise<readonly Metric[]> {
  const reach = { accountId: account.id, product: undefined };
  const pool = store.connections?.();
  const states = pool === undefined ? [] : (['used', 'idle', 'awaited'] as const);
  const metrics = [
    gauge(
      'licet_database_connections',
      'Connections of this process to PostgreSQL, and requests that wait for one.',
      states.map((state) => ({ labels: { state }, value: pool?.[state] ?? 0 })),
    ),
  ];
  const isUp = (value: 0 | 1) =>
    gauge('licet_database_up', 'Whether the database answers.', [{ value }]);
  try {
    const value = await countSeatsInUse(store.db, reach, store.now());
    return [...metrics, isUp(1), gauge('licet_seats_in_use', 'Seats that are taken.', [{ value }])];
  } catch {
    return [...metrics, isUp(0)];
  }
}
