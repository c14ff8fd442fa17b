import { createTrustedProxies } from '@licet/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createProducts, paths } from './support/licenses.js';
import {
  startServerForTest,
  startTestServer,
  type Answer,
  type RequestOptions,
  type TestServer,
} from './support/test-server.js';

const quota = { address: 12, key: 5 };
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    traffic: {
      ratePerAddress: quota.address,
      ratePerKey: quota.key,
      trustedProxies: createTrustedProxies(['127.0.0.1']),
    },
  });
});
afterAll(() => server.stop());
// Whatever was counted by one test has drained when the next one begins.
beforeEach(() => void (server.clock.now += 60));

const from = (address: string): RequestOptions => ({ headers: { 'x-forwarded-for': address } });
const ask = (address: string, key = '') => server.get('/v1/licenses', { ...from(address), key });

/** Asks until the answer is 429, and returns how often it was not, and that answer. */
async function askUntilRefused(
  question: () => Promise<Answer>,
): Promise<{ answered: number; refusal: Answer }> {
  for (let answered = 0; ; answered += 1) {
    const answer = await question();
    if (answer.status === 429) return { answered, refusal: answer };
    if (answered > 100) throw new Error('Nothing is refused.');
  }
}

const fieldsOf = ({ headers }: Answer) => [
  headers.get('ratelimit-policy'),
  headers.get('ratelimit'),
  headers.get('retry-after'),
];

describe('an address', () => {
  it('is answered as often as its quota says, with and without a key, and then told to wait', async () => {
    const { answered, refusal } = await askUntilRefused(() => ask('192.0.2.1'));
    expect(answered).toBe(quota.address);
    expect(refusal.json).toEqual({
      type: '/problems/rate_limited',
      title: 'Too many requests',
      status: 429,
      code: 'rate_limited',
      detail: 'Wait 5 seconds: at most 12 requests a minute are answered per address.',
    });
    expect(fieldsOf(refusal)).toEqual(['"address";q=12;w=60', '"address";r=0;t=5', '5']);
    expect((await ask('192.0.2.1', server.keys.admin)).status).toBe(429);
  });

  it('gets one more answer after the time it was told, and all of them after a minute', async () => {
    await askUntilRefused(() => ask('192.0.2.1'));
    server.clock.now += 4;
    expect((await ask('192.0.2.1')).status).toBe(429);
    server.clock.now += 1;
    expect((await askUntilRefused(() => ask('192.0.2.1'))).answered).toBe(1);
    server.clock.now += 60;
    expect((await askUntilRefused(() => ask('192.0.2.1'))).answered).toBe(quota.address);
  });

  it('does not use up what another has', async () => {
    await askUntilRefused(() => ask('192.0.2.1'));
    const answer = await ask('192.0.2.2');
    expect(answer.status).toBe(401);
    expect(fieldsOf(answer)).toEqual(['"address";q=12;w=60', '"address";r=11;t=5', null]);
  });

  it('of IPv6 is counted with all of its /64', async () => {
    let host = 0;
    const { answered } = await askUntilRefused(() => ask(`2001:db8:0:1::${String((host += 1))}`));
    expect(answered).toBe(quota.address);
    expect((await ask('2001:db8:0:2::1')).status).toBe(401);
  });

  it('may ask for anything that is not counted all the same', async () => {
    await askUntilRefused(() => ask('192.0.2.1'));
    for (const path of ['/healthz', '/readyz']) {
      const answer = await server.get(path, from('192.0.2.1'));
      expect([answer.status, ...fieldsOf(answer)]).toEqual([200, null, null, null]);
    }
    for (const path of ['/', '/openapi.json', '/nowhere', '/.well-known/jwks.json']) {
      expect((await server.get(path, from('192.0.2.1'))).status).toBe(429);
    }
  });

  it('is refused before its body is read', async () => {
    await askUntilRefused(() => ask('192.0.2.1'));
    const answer = await server.post(paths.status, 'x'.repeat(10_000_000), from('192.0.2.1'));
    expect(answer.json).toMatchObject({ code: 'rate_limited' });
  });
});

describe('the address that a proxy names', () => {
  it('counts only when the proxy is trusted: nobody escapes by another name', async () => {
    const open = await startServerForTest({ traffic: { ratePerAddress: quota.address } });
    let name = 0;
    const headers = () => ({
      'x-forwarded-for': `192.0.2.${String((name += 1))}`,
      forwarded: `for=192.0.2.${String(name)}`,
    });
    const { answered } = await askUntilRefused(() => open.get('/', { headers: headers() }));
    expect(answered).toBe(quota.address);
  });

  it('is the right-most: what a client writes to the left of it does not count', async () => {
    let name = 0;
    const { answered } = await askUntilRefused(() =>
      ask(`198.51.100.${String((name += 1))}, 192.0.2.1`),
    );
    expect(answered).toBe(quota.address);
  });
});

describe('a key', () => {
  it('that is secret has one quota, wherever it is used', async () => {
    let address = 0;
    const { answered, refusal } = await askUntilRefused(() =>
      ask(`192.0.2.${String((address += 1))}`, server.keys.issue),
    );
    expect(answered).toBe(quota.key);
    expect(refusal.json).toMatchObject({ code: 'rate_limited' });
    expect(fieldsOf(refusal)).toEqual([
      '"address";q=12;w=60, "key";q=5;w=60',
      '"address";r=11;t=5, "key";r=0;t=12',
      '12',
    ]);
    expect((await ask('192.0.2.1', server.keys.admin)).status).toBe(200);
    server.clock.now += 12;
    expect((await ask('192.0.2.1', server.keys.issue)).status).toBe(200);
  });

  it('that is publishable has one for each address, as anybody may have it', async () => {
    const check = (address: string) =>
      server.post(paths.status, { domainKey: 'X' }, { ...from(address), key: server.keys.client });
    expect((await askUntilRefused(() => check('192.0.2.1'))).answered).toBe(quota.key);
    expect((await check('192.0.2.2')).status).toBe(200);
  });

  it('is counted too when it may not do what it is used for', async () => {
    const { answered } = await askUntilRefused(() => ask('192.0.2.1', server.keys.client));
    expect(answered).toBe(quota.key);
  });
});

describe('without limits', () => {
  it('nothing is counted and nothing is told', async () => {
    const open = await startServerForTest({ traffic: { ratePerAddress: 0, ratePerKey: 0 } });
    await createProducts(open);
    const answers = await Promise.all(Array.from({ length: 200 }, () => open.get('/v1/products')));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(fieldsOf(answers[0]!)).toEqual([null, null, null]);
  });
});
