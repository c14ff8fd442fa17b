import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createLicetClient, type LicetClientOptions } from '../src/index.js';
import { ManualTime } from './manual-time.js';
import { http, problem, startRawServer, type RawAnswer } from './raw-server.js';

const apiKey = 'licet_pk_not_for_others';
const start = 1_782_864_000;

async function setUp(answer: RawAnswer, options: Partial<LicetClientOptions> = {}) {
  const server = await startRawServer(answer);
  const time = new ManualTime(start);
  const client = createLicetClient({
    baseUrl: server.url,
    apiKey,
    retries: 0,
    schedule: time.schedule,
    clock: time.clock,
    random: () => 0.5,
    ...options,
  });
  return { server, time, client };
}

const chunked =
  'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n';
const tooMuch = 4 * 1024 * 1024 + 1;

describe('a server that does not behave', () => {
  it.each<readonly [string, string, RawAnswer]>([
    ['hangs up', 'unreachable', ''],
    ['speaks something else', 'unreachable', 'SSH-2.0-OpenSSH_9.9\r\n'],
    ['stops in the middle of its header', 'unreachable', 'HTTP/1.1 200 O'],
    [
      'stops in the middle of its body',
      'unreachable',
      http(200, { items: [] }, { 'content-length': '999' }),
    ],
    ['stops in the middle of a chunk', 'unreachable', `${chunked}ff\r\n{"items":[`],
    ['sends its clients elsewhere', 'redirected', http(302, '', { location: '/v1/products' })],
    [
      'sends its clients elsewhere for good',
      'redirected',
      http(308, '', { location: '//evil.test' }),
    ],
    ['answers JSON as a page', 'invalid_answer', http(200, '{"items":[]}')],
    ['answers a page', 'invalid_answer', http(200, '<html>Sign in to the guest network</html>')],
    [
      'calls a page JSON',
      'invalid_answer',
      http(200, '<html>', { 'content-type': 'application/json' }),
    ],
    [
      'answers half a document',
      'invalid_answer',
      http(200, '{"items":[', { 'content-type': 'application/json' }),
    ],
    ['answers nothing', 'invalid_answer', http(200, '', { 'content-type': 'application/json' })],
    ['fails with a page', 'invalid_answer', http(502, '<html>Bad gateway</html>')],
    [
      'fails without a code',
      'invalid_answer',
      http(500, {}, { 'content-type': 'application/problem+json' }),
    ],
    [
      'fails with null',
      'invalid_answer',
      http(500, 'null', { 'content-type': 'application/problem+json' }),
    ],
    ['has a code of another form', 'invalid_answer', problem(400, 'DROP TABLE')],
    ['is too long by its header', 'answer_too_large', http(200, `"${'x'.repeat(tooMuch)}"`)],
    [
      'is too long without saying so',
      'answer_too_large',
      `${chunked}${tooMuch.toString(16)}\r\n${'x'.repeat(tooMuch)}`,
    ],
    [
      'unpacks to more than it says',
      'answer_too_large',
      Buffer.concat([
        Buffer.from('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n'),
        gzipSync(Buffer.alloc(tooMuch)),
      ]),
    ],
    [
      'answers what is not UTF-8',
      'invalid_answer',
      Buffer.concat([
        Buffer.from(
          'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 3\r\n\r\n"',
        ),
        Buffer.from([0xff, 0x22]),
      ]),
    ],
  ])('%s: %s', async (_, code, answer) => {
    const { client, server } = await setUp(answer);
    const result = await client.get('/v1/products');
    expect(result).toMatchObject({ ok: false, problem: { code } });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['https://new.test/v1/products?then=x', 'redirects to https://new.test/v1/products:'],
    ['/login', '/login:'],
    ['http://[nonsense', 'redirects elsewhere:'],
    [undefined, 'redirects elsewhere:'],
    [`https://${apiKey}.evil.test/`, 'redirects elsewhere:'],
    [`/${'x'.repeat(400)}`, 'redirects elsewhere:'],
  ])(
    'is asked no further when it points to %s, and the reader is told where',
    async (to, words) => {
      const { client } = await setUp(http(302, '', to === undefined ? {} : { location: to }));
      const result = await client.get('/v1/products');
      expect(result).toMatchObject({ problem: { code: 'redirected' } });
      expect(result.ok ? '' : result.problem.detail).toContain(words);
    },
  );

  it('is named as what it is not when it answers with pages', async () => {
    const { client, server } = await setUp(http(200, '<html>', { 'content-type': 'text/html' }));
    const result = await client.get('/v1/products');
    const detail = result.ok ? '' : result.problem.detail;
    expect(detail).toContain(`${server.url} is not a Licet server`);
  });

  it('keeps the client waiting no longer than allowed, before its answer or within it', async () => {
    for (const beginning of ['', chunked]) {
      const { client, server, time } = await setUp((socket) => void socket.write(beginning));
      const call = client.get('/v1/products');
      await server.untilRequest(1);
      time.pass(10_000);
      expect(await call).toMatchObject({ problem: { code: 'timed_out' } });
      expect(time.waiting).toBe(0);
    }
  });

  it('is not asked any further when the caller gives up', async () => {
    const { client, server, time } = await setUp(() => undefined, { retries: 5 });
    const caller = new AbortController();
    const call = client.get('/v1/products', { signal: caller.signal });
    await server.untilRequest(1);
    caller.abort();
    expect(await call).toMatchObject({ problem: { code: 'aborted' } });
    expect(time.waiting).toBe(0);
    const late = await client.get('/v1/products', { signal: caller.signal });
    expect(late).toMatchObject({ problem: { code: 'aborted' } });
    expect(server.requests).toHaveLength(1);
  });

  it('does not hear the key a second time, and does not get it into a log', async () => {
    const echo = { ...JSON.parse(problem(400, 'x').split('\r\n\r\n')[1]!), code: 'invalid_field' };
    const body = { ...echo, detail: `Your key is ${apiKey}\n\u001b[2Jforged line`, field: apiKey };
    const { client } = await setUp(http(400, body, { 'content-type': 'application/problem+json' }));
    const result = await client.get('/v1/products');
    expect(result).toMatchObject({
      problem: { detail: 'Your key is [API key] [2Jforged line', field: '[API key]' },
    });
    const { client: other } = await setUp(problem(400, apiKey));
    expect(JSON.stringify(await other.get('/v1/products'))).not.toContain(apiKey);
  });

  it('may have reasons that this version does not know', async () => {
    const { client } = await setUp(problem(409, 'no_seat_free'));
    expect(await client.get('/v1/products')).toMatchObject({ problem: { code: 'no_seat_free' } });
  });

  it('is given the key in the header and nowhere else', async () => {
    const { client, server } = await setUp(http(200, { items: [], nextCursor: null }));
    await client.get('/v1/products', { query: { limit: '5' } });
    const [line, ...rest] = server.requests[0]!.split('\r\n');
    expect(line).toBe('GET /v1/products?limit=5 HTTP/1.1');
    expect(rest.filter((field) => field.includes(apiKey))).toEqual([`x-api-key: ${apiKey}`]);
    expect(server.requests[0]).not.toContain('idempotency-key');
  });
});

describe('values in a path', () => {
  it('stay in their place', async () => {
    const { client, server } = await setUp(http(200, {}));
    for (const code of ['a/b', '..%2f', 'ä?#', '...']) {
      await client.get('/v1/products/{code}', { params: { code } });
    }
    expect(server.requests.map((request) => request.split(' ')[1])).toEqual([
      '/v1/products/a%2Fb',
      '/v1/products/..%252f',
      '/v1/products/%C3%A4%3F%23',
      '/v1/products/...',
    ]);
  });

  it.each(['', '.', '..', '\ud800'])('are refused when no path can hold them: %o', async (code) => {
    const { client, server } = await setUp(http(200, {}));
    const call = client.get('/v1/products/{code}', { params: { code } });
    await expect(call).rejects.toMatchObject({ code: 'invalid_options', option: 'params.code' });
    expect(server.requests).toEqual([]);
  });
});

describe('a failure that may pass', () => {
  const nothing = http(200, { items: [], nextCursor: null });

  /** Answers in order, the last one for ever, and lets time pass whenever the client waits. */
  async function call(answers: readonly RawAnswer[], options: Partial<LicetClientOptions> = {}) {
    const waits: number[] = [];
    const left = [...answers];
    const { client, server } = await setUp(
      (socket) => {
        const answer = (left.length > 1 ? left.shift() : left[0])!;
        if (typeof answer === 'function') answer(socket);
        else socket.end(answer);
      },
      {
        retries: 2,
        schedule: (milliseconds, run) => {
          if (milliseconds === 10_000) return () => undefined;
          waits.push(milliseconds);
          queueMicrotask(run);
          return () => undefined;
        },
        ...options,
      },
    );
    const body = { code: 'acme-shop', name: 'Acme Shop' };
    const result = await client.post('/v1/products', { body });
    return { result, waits, requests: server.requests };
  }

  it.each<readonly [string, RawAnswer]>([
    ['503', problem(503, 'overloaded')],
    ['503 of a proxy', http(503, '<html>')],
    ['429', problem(429, 'too_many_requests')],
    ['no answer', ''],
  ])('is tried again: %s', async (_, answer) => {
    const { result, requests, waits } = await call([answer, answer, nothing]);
    expect(result.ok).toBe(true);
    expect(waits).toEqual([250, 500]);
    expect(requests).toHaveLength(3);
  });

  it('carries one idempotency key through all attempts, and another for the next call', async () => {
    const { requests } = await call([problem(503, 'overloaded')]);
    const { requests: others } = await call([nothing]);
    const keys = [...requests, ...others].map(
      (request) => /idempotency-key: (\S+)/.exec(request)?.[1],
    );
    expect(keys).toHaveLength(4);
    expect(new Set(keys.slice(0, 3)).size).toBe(1);
    expect(keys[3]).not.toBe(keys[0]);
  });

  it('is given up after the retries', async () => {
    const { result, requests } = await call([problem(503, 'overloaded')]);
    expect(result).toMatchObject({ ok: false, problem: { status: 503, code: 'overloaded' } });
    expect(requests).toHaveLength(3);
  });

  it.each([
    ['7', 7000],
    [new Date((start + 20) * 1000).toUTCString(), 20_000],
    [new Date((start - 20) * 1000).toUTCString(), 0],
    ['soon', 0],
  ])('waits as long as the server asks: Retry-After %s', async (value, milliseconds) => {
    const answer = problem(503, 'overloaded', { 'retry-after': value });
    const { result, waits } = await call([answer, nothing]);
    expect(result.ok).toBe(true);
    expect(waits).toEqual([milliseconds + 250]);
  });

  it('is the caller’s to wait for when the server asks for more than a minute', async () => {
    const answer = problem(429, 'too_many_requests', { 'retry-after': '61' });
    const { result, requests } = await call([answer]);
    expect(result).toMatchObject({ problem: { status: 429, retryAfterSeconds: 61 } });
    expect(requests).toHaveLength(1);
  });

  it.each<readonly [string, RawAnswer]>([
    ['400', problem(400, 'invalid_field')],
    ['500', problem(500, 'internal_error')],
    ['a redirect', http(302, '', { location: '/' })],
    ['a page', http(200, '<html>')],
  ])('is not what a definite answer is: %s', async (_, answer) => {
    const { result, requests } = await call([answer, nothing]);
    expect(result.ok).toBe(false);
    expect(requests).toHaveLength(1);
  });
});
