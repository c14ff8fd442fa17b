import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createProducts } from './support/licenses.js';
import { sellSerial } from './support/serials.js';
import {
  itemsOf,
  startServerForTest,
  type Answer,
  type TestServer,
} from './support/test-server.js';

/** An answer has fewer bytes: it is cut at each of them. The long run (`packages/tooling/ci/retries.mjs`) does more. */
const answerBytes = 700;
const attempts = Number(process.env.LICET_TEST_RETRIES ?? answerBytes);
const lanes = 32;

/** A write that would be done twice without its key; `effectOf` names what it made. */
interface Write {
  readonly path: string;
  readonly key: 'admin' | 'issue' | 'client';
  readonly body: object;
  readonly status: number;
  readonly action: string;
  readonly effectOf: (answer: Answer) => string;
}

const byId = ({ json }: Answer): string => json.id;

/** The kinds of writes in turn, each with marks of its own. */
function toWrite(licenseId: string, index: number): Write {
  const mark = `mark-${String(index)}`;
  const create = { key: 'issue', status: 201, action: 'license.create' } as const;
  const license = { product: 'acme-shop', holder: mark };
  const writes: readonly Write[] = [
    {
      path: '/v1/leases',
      key: 'client',
      body: { licenseId, holder: mark },
      status: 201,
      action: 'lease.checkout',
      effectOf: byId,
    },
    {
      ...create,
      path: '/v1/serials',
      body: { ...license, seats: 1, count: 1 },
      effectOf: (answer) => itemsOf(answer)[0]?.id ?? '',
    },
    {
      ...create,
      path: '/v1/licenses',
      body: { ...license, kind: 'domain', domain: `${mark}.example` },
      effectOf: byId,
    },
    {
      path: '/v1/api-keys',
      key: 'admin',
      body: { scope: 'client', name: mark },
      status: 201,
      action: 'api-key.create',
      effectOf: byId,
    },
  ];
  return writes[index % writes.length]!;
}

/** Sends a request and hangs up after so many bytes of the answer, 0 for as soon as it is sent. Resolves with what was heard. */
function sendAndHangUp(port: number, request: string, bytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    let length = 0;
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(request, () => {
        if (bytes === 0) socket.destroy();
      });
    });
    socket.on('data', (chunk) => {
      received.push(chunk);
      length += chunk.length;
      if (length >= bytes) socket.destroy();
    });
    socket.on('close', () => resolve(Buffer.concat(received).subarray(0, bytes).toString()));
    socket.on('error', reject);
  });
}

function toHttp(server: TestServer, idempotencyKey: string, { path, key, body }: Write): string {
  const text = JSON.stringify(body);
  return [
    `POST ${path} HTTP/1.1`,
    `host: 127.0.0.1:${String(server.port)}`,
    `x-api-key: ${server.keys[key]}`,
    `idempotency-key: ${idempotencyKey}`,
    'content-type: application/json',
    `content-length: ${String(Buffer.byteLength(text))}`,
    'connection: close',
    '',
    text,
  ].join('\r\n');
}

/** Does the work of all indexes, so many at a time. */
async function inLanes(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** All that was recorded, and what it was done to. */
async function readEffects({ context }: TestServer): Promise<string[]> {
  const entries = await context.store.db
    .selectFrom('audit_log')
    .select(['action', 'target'])
    .where('action', 'in', ['lease.checkout', 'license.create', 'api-key.create'])
    .execute();
  return entries.map(({ action, target }) => `${action} ${target}`).sort();
}

describe('a client that never hears an answer to the end', () => {
  it('and asks again has one effect for each of its requests, and gets the answer that it began to hear', async () => {
    const server = await startServerForTest();
    await createProducts(server);
    const { id: licenseId } = await sellSerial(server, { seats: 2 * attempts });
    const before = await readEffects(server);
    const effects: string[] = [];
    await inLanes(attempts, async (index) => {
      const key = `request-${String(index)}`;
      const write = toWrite(licenseId, index);
      const heard = await sendAndHangUp(
        server.port,
        toHttp(server, key, write),
        index % answerBytes,
      );
      const answer = await server.post(write.path, write.body, {
        key: server.keys[write.key],
        headers: { 'idempotency-key': key },
      });
      expect(answer.status, answer.text).toBe(write.status);
      const [, begun = ''] = heard.split('\r\n\r\n');
      expect(answer.text.slice(0, begun.length)).toBe(begun);
      effects.push(`${write.action} ${write.effectOf(answer)}`);
    });
    expect(new Set(effects).size).toBe(attempts);
    expect(await readEffects(server)).toEqual([...before, ...effects].sort());
    const { db } = server.context.store;
    const [seats, licenses] = [
      await db.selectFrom('seats').select('lease_id').execute(),
      await db.selectFrom('licenses').select('holder').where('holder', 'is not', null).execute(),
    ];
    const countOf = (action: string) => effects.filter((it) => it.startsWith(action)).length;
    expect(seats).toHaveLength(countOf('lease'));
    expect(new Set(licenses.map(({ holder }) => holder)).size).toBe(countOf('license'));
    expect(licenses).toHaveLength(countOf('license'));
  }, 300_000);
});
