import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { version } from '../src/version.js';
import { createProducts, paths } from './support/licenses.js';
import {
  itemsOf,
  startServerForTest,
  startTestServer,
  type TestServer,
} from './support/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await createProducts(server);
});
afterAll(() => server.stop());

/** Sends bytes over a bare connection and returns all that comes back until the server closes it. */
function exchange(...parts: readonly (string | Uint8Array)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1');
    let received = '';
    socket.on('data', (chunk) => (received += chunk.toString()));
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
    for (const part of parts) socket.write(part);
  });
}

describe('addresses without a key', () => {
  const open = { key: '' };

  it('/ says name and version', async () => {
    const answer = await server.get('/', open);
    expect(answer).toMatchObject({ status: 200, text: `Licet ${version}` });
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  });

  it('/healthz and /readyz say ok', async () => {
    for (const path of ['/healthz', '/readyz']) {
      expect(await server.get(path, open)).toMatchObject({ status: 200, json: { status: 'ok' } });
    }
  });

  it('/.well-known/jwks.json lists the public halves of all keys that are not burnt', async () => {
    const items = itemsOf(await server.get('/v1/signing-keys'));
    const { keys } = (await server.get('/.well-known/jwks.json', open)).json;
    expect(keys).toEqual(items.map(({ jwk }) => jwk));
    expect(Object.keys(keys[0]).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  });

  it('nothing else is told to strangers', async () => {
    for (const path of ['/v1/products', '/v1/api-keys', '/v1/signing-keys', '/v1/licenses']) {
      for (const method of ['GET', 'HEAD']) {
        expect((await server.get(path, { ...open, method })).status).toBe(401);
      }
    }
  });
});

describe('/readyz', () => {
  it('is red while there is no key to sign with', async () => {
    const other = await startServerForTest();
    await other.context.store.db
      .updateTable('signing_keys')
      .set({ status: 'burnt' })
      .where('use', '=', 'license')
      .execute();
    const answer = await other.get('/readyz');
    expect(answer).toMatchObject({ status: 503, json: { code: 'not_ready' } });
    expect(answer.headers.get('retry-after')).toBe('1');
    expect((await other.get('/healthz')).status).toBe(200);
  });
});

describe('every answer', () => {
  it('forbids caches to keep it', async () => {
    for (const path of ['/', '/nowhere', '/v1/products', '/openapi.json']) {
      expect((await server.get(path)).headers.get('cache-control')).toBe('no-store');
    }
  });
});

it.each(['/v1/licenses/a%00b', '/v1/licenses?q=%00', '/v1/activations?license=%00x', '/%00'])(
  'refuses the address %s, which holds a NUL',
  async (path) => {
    expect(await server.get(path)).toMatchObject({
      status: 400,
      json: { code: 'malformed_request' },
    });
  },
);

describe('an address that does not exist', () => {
  it.each([['/nowhere'], ['/v1/products/a/b'], ['/gen/LicenseGen/'], ['/v1/licenses/x/explode']])(
    '%s is answered 404',
    async (path) => {
      const answer = await server.get(path, { key: '' });
      expect(answer).toMatchObject({ status: 404, json: { code: 'not_found' } });
    },
  );

  it.each([
    ['/v1/products', 'DELETE', 'GET, HEAD, POST'],
    ['/v1/products/acme-shop', 'POST', 'GET, HEAD, PATCH'],
    ['/V1/LICENSES/x/revoke', 'PUT', 'POST'],
    ['/healthz', 'OPTIONS', 'GET, HEAD'],
    ['/', 'PATCH', 'GET, HEAD'],
  ])('%s by %s is answered 405 with the methods that there are', async (path, method, allow) => {
    const answer = await server.get(path, { method });
    expect(answer).toMatchObject({ status: 405, json: { code: 'method_not_allowed' } });
    expect(answer.headers.get('allow')).toBe(allow);
  });

  it('is a problem too when its path cannot be decoded or is far too long', async () => {
    expect(await server.get('/%zz')).toMatchObject({
      status: 400,
      json: { code: 'malformed_request' },
    });
    const long = await server.get(`/v1/products/${'a'.repeat(1000)}`);
    expect(long).toMatchObject({ status: 414, json: { code: 'uri_too_long' } });
  });
});

describe('a problem as text', () => {
  it.each([
    ['text/plain', true],
    ['text/plain;q=0.9, application/json;q=0.1', true],
    ['application/json, text/plain, */*', false],
    ['*/*', false],
    ['text/html', false],
  ])('for Accept: %s', async (accept, isText) => {
    const headers = { accept };
    const answer = await server.post(paths.status, {}, { headers });
    expect(answer.headers.get('content-type')).toMatch(
      isText ? /^text\/plain/ : /^application\/problem/,
    );
    expect(answer.status).toBe(400);
    if (isText) expect(answer.text).toBe('missing_field: Send domainKey too.\n');
  });
});

describe('bare connections', () => {
  const head = (...lines: string[]) => [...lines, '', ''].join('\r\n');
  const target = `POST ${paths.status} HTTP/1.1`;
  const closing = ['Host: x', 'Connection: close'];

  it.each([
    ['no HTTP', 'hello\r\n\r\n', 400, 'malformed_request'],
    [
      'two lengths',
      head(target, 'Host: x', 'Content-Length: 1', 'Content-Length: 2'),
      400,
      'malformed_request',
    ],
    [
      'a length and chunks',
      head(target, 'Host: x', 'Content-Length: 5', 'Transfer-Encoding: chunked'),
      400,
      'malformed_request',
    ],
    ['no host', head('GET / HTTP/1.1', 'Connection: close'), 400, 'malformed_request'],
    ['no host, kept', head('GET / HTTP/1.1'), 400, 'malformed_request'],
    ['CONNECT', head('CONNECT example.com:443 HTTP/1.1', 'Host: x'), 400, 'malformed_request'],
    ['QUERY', head('QUERY /v1/products HTTP/1.1', ...closing), 405, 'method_not_allowed'],
    ['QUERY of nothing', head('QUERY /nothing HTTP/1.1', ...closing), 404, 'not_found'],
    ['HTTP/1.0', head('GET /healthz HTTP/1.0'), 200, '{"status":"ok"}'],
    ['an odd wish', head('GET /healthz HTTP/1.1', 'Expect: x', ...closing), 200, '"ok"'],
    [
      'headers without end',
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}`,
      431,
      'headers_too_large',
    ],
  ])('with %s are answered and closed', async (_name, bytes, status, code) => {
    const answer = await exchange(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${String(status)} `));
    expect(answer).toContain(code);
  });

  it('that send 10 MB in chunks read the refusal and go on', async () => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const request = head(
      target,
      'Host: x',
      `X-Api-Key: ${server.keys.client}`,
      'Content-Type: application/json',
      'Transfer-Encoding: chunked',
    );
    const next = head('GET /healthz HTTP/1.1', 'Host: x', 'Connection: close');
    const answers = await exchange(request, chunk.repeat(160), '0\r\n\r\n', next);
    expect(answers).toMatch(/^HTTP\/1.1 413 /);
    expect(answers).toMatch(/HTTP\/1.1 200 OK[^]*\{"status":"ok"\}$/);
  });

  it('that send a key twice are refused', async () => {
    const key = `X-Api-Key: ${server.keys.admin}`;
    const answer = await exchange(
      head('GET /v1/products HTTP/1.1', 'Host: x', key, key, 'Connection: close'),
    );
    expect(answer).toMatch(/^HTTP\/1.1 401 /);
  });
});

describe('a failure of the server itself', () => {
  it('is answered 500 without saying what it was, and is logged without what was sent', async () => {
    const other = await startServerForTest();
    await other.context.store.db.schema.dropTable('license_domains').execute();
    await other.context.store.db.schema.alterTable('licenses').renameTo('hidden').execute();
    const answer = await other.post(paths.status, { domainKey: 'CANARY-KEY' });
    expect(answer).toMatchObject({ status: 500, json: { code: 'internal_error' } });
    expect(answer.text).not.toMatch(/licenses|sqlite|relation/i);
    const line = other.log.find((text) => text.includes('"level":50'))!;
    const code = { sqlite: 'SQLITE_ERROR', postgres: '42P01' }[inject('engine')];
    expect(JSON.parse(line)).toMatchObject({ err: { code, message: '' } });
    expect(line).not.toContain('CANARY');
  });

  it('is answered 503 with Retry-After when the database does not answer', async () => {
    const other = await startServerForTest();
    const busy = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_WRITE' });
    other.context.store.transact = () => Promise.reject(busy);
    const answer = await other.post('/v1/products', { code: 'x', name: 'X' });
    expect(answer).toMatchObject({ status: 503, json: { code: 'database_unavailable' } });
    expect(answer.headers.get('retry-after')).toBe('1');
  });
});
