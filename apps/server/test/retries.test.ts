import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createProducts } from './support/licenses.js';
import { sellSerial } from './support/serials.js';
import { startServerForTest, type TestServer } from './support/test-server.js';

/** An answer has fewer bytes: it is cut at each of them. The long run (`packages/tooling/ci/retries.mjs`) does more. */
const answerBytes = 700;
const attempts = Number(process.env.LICET_TEST_RETRIES ?? answerBytes);
const lanes = 32;

/** Sends a request and hangs up after so many bytes of the answer, 0 for as soon as it is sent. */
function sendAndHangUp(port: number, request: string, bytes: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = 0;
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(request, () => {
        if (bytes === 0) socket.destroy();
      });
    });
    socket.on('data', (chunk) => {
      received += chunk.length;
      if (received >= bytes) socket.destroy();
    });
    socket.on('close', () => resolve());
    socket.on('error', reject);
  });
}

function toHttp(server: TestServer, key: string, body: string): string {
  return [
    'POST /v1/leases HTTP/1.1',
    `host: 127.0.0.1:${String(server.port)}`,
    `x-api-key: ${server.keys.client}`,
    `idempotency-key: ${key}`,
    'content-type: application/json',
    `content-length: ${String(Buffer.byteLength(body))}`,
    'connection: close',
    '',
    body,
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

describe('a client that never hears an answer to the end', () => {
  it('and asks again has one effect for each of its requests, and gets one answer', async () => {
    const server = await startServerForTest();
    await createProducts(server);
    const { id: licenseId } = await sellSerial(server, { seats: 2 * attempts });
    const ids = new Set<string>();
    await inLanes(attempts, async (index) => {
      const key = `request-${String(index)}`;
      const body = JSON.stringify({ licenseId, holder: `holder-${String(index)}` });
      await sendAndHangUp(server.port, toHttp(server, key, body), index % answerBytes);
      const answer = await server.post('/v1/leases', body, {
        key: server.keys.client,
        headers: { 'idempotency-key': key },
      });
      if (answer.status !== 201) throw new Error(answer.text);
      ids.add(answer.json.id);
    });
    const { store } = server.context;
    const seats = await store.db.selectFrom('seats').select('lease_id').execute();
    expect(ids.size).toBe(attempts);
    expect(new Set(seats.map(({ lease_id }) => lease_id))).toEqual(ids);
  }, 300_000);
});
