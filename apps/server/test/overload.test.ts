import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createApp } from '../src/app.js';
import { answerClientError } from '../src/http/answer-client-errors.js';
import { paths } from './support/licenses.js';
import { startServerForTest, type TestServer } from './support/test-server.js';

const body = JSON.stringify({ domainKey: 'X' });

/** Sends a request without its body. Resolves when the server has taken it and waits for the rest. */
async function beginRequest({ port, keys }: TestServer): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.write(
    `POST ${paths.status} HTTP/1.1\r\nHost: x\r\nX-Api-Key: ${keys.client}\r\nConnection: close\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${String(body.length)}\r\nExpect: 100-continue\r\n\r\n`,
  );
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  expect(chunk.toString()).toBe('HTTP/1.1 100 Continue\r\n\r\n');
  return socket;
}

async function readAll(socket: Socket): Promise<string> {
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
  await once(socket, 'close');
  return received;
}

describe('too many requests that wait at once', () => {
  it('are answered 503 early, with Retry-After; health can be asked, and who waited is served', async () => {
    const server = await startServerForTest({ traffic: { maxRequests: 3 } });
    const waiting = await Promise.all([1, 2, 3].map(() => beginRequest(server)));
    for (const path of ['/v1/licenses', '/nowhere', '/openapi.json']) {
      const answer = await server.get(path);
      expect(answer).toMatchObject({ status: 503, json: { code: 'overloaded' } });
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    expect((await server.get('/healthz')).status).toBe(200);
    for (const socket of waiting) {
      const answer = readAll(socket);
      socket.write(body);
      expect(await answer).toMatch(/^HTTP\/1.1 200 OK/);
    }
    expect((await server.get('/v1/licenses')).status).toBe(200);
  });

  it('do not count those whose client went away', async () => {
    const server = await startServerForTest({ traffic: { maxRequests: 1 } });
    const socket = await beginRequest(server);
    expect((await server.get('/v1/licenses')).status).toBe(503);
    socket.destroy();
    // The server learns of it by an event that nobody can see from here.
    let status = 503;
    while (status === 503) ({ status } = await server.get('/v1/licenses'));
    expect(status).toBe(200);
  });
});

describe('a connection', () => {
  it('has its time for the headers, the request, the next one, and any silence', async () => {
    const { context } = await startServerForTest();
    const logStream = { write: () => undefined };
    const app = await createApp(context, { logLevel: 'silent', logStream });
    onTestFinished(() => app.close());
    const { headersTimeout, requestTimeout, keepAliveTimeout, timeout, maxConnections } =
      app.server;
    expect({ headersTimeout, requestTimeout, keepAliveTimeout, timeout, maxConnections }).toEqual({
      headersTimeout: 10_000,
      requestTimeout: 15_000,
      keepAliveTimeout: 5000,
      timeout: 30_000,
      maxConnections: 4096,
    });
  });

  it('that took too long reads why before it is closed', async () => {
    const late = Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    const listener = createServer((socket) => answerClientError(late, socket)).listen(0);
    onTestFinished(() => void listener.close());
    const answer = await readAll(connect((listener.address() as AddressInfo).port));
    expect(answer).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n[^]*"code":"request_timeout"/);
  });
});
