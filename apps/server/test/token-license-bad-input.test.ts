import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeBadInput } from './support/bad-input.js';
import { createProducts } from './support/licenses.js';
import { sellSerial } from './support/serials.js';
import { startTestServer, type TestServer } from './support/test-server.js';

const paths = {
  generate: '/token/TokenLicense/generate/tokenlic',
  register: '/token/TokenLicense/generate/tokenlic-registered',
  maintenance: '/token/TokenLicense/check/maintenance-plan',
  validate: '/token/TokenLicense/validate/tokenlic',
} as const;

let server: TestServer;
let sold: { id: string; serial: string };
let token: string;
let lease: { id: string; generation: number };
beforeAll(async () => {
  server = await startTestServer();
  await createProducts(server);
  sold = await sellSerial(server, { seats: 10 });
  token = (await server.post(paths.generate, order())).json.token;
  lease = (await server.post('/v1/leases', { licenseId: sold.id, holder: 'a' })).json;
});
afterAll(() => server.stop());

const order = () => ({ tokenSerial: sold.serial, programID: 'acme-shop' });

describeBadInput(
  [
    {
      name: '11 generate',
      path: paths.generate,
      fields: { tokenSerial: 'text', programID: 'text' },
      body: order,
    },
    {
      name: '12 register',
      path: paths.register,
      fields: { tokenSerial: 'text', programID: 'text' },
      body: order,
    },
    {
      name: '13 maintenance plan',
      path: paths.maintenance,
      fields: { generatedToken: 'text' },
      body: () => ({ generatedToken: token }),
    },
    {
      name: '14 validate',
      path: paths.validate,
      fields: { tokenLicense: 'text', programID: 'text' },
      body: () => ({ tokenLicense: token, programID: 'acme-shop' }),
    },
  ],
  () => server,
);

describe('fields that may be left out', () => {
  const bad: readonly [field: string, value: unknown][] = [
    ...[true, 1, [], {}, 'x'.repeat(201), 'a\u0000b', 'a\nb', '\u202eabc'].map(
      (value) => ['uniqueIdentifier', value] as const,
    ),
    ...[null, 'true', 1, 0, [], {}].map((value) => ['boundToComputer', value] as const),
  ].map(([field, value]) => [field, value]);

  it.each(bad)('11 and 12 refuse %s as %j', async (field, value) => {
    for (const path of [paths.generate, paths.register]) {
      const answer = await server.post(path, { ...order(), [field]: value });
      expect(answer).toMatchObject({ status: 400, json: { code: 'invalid_field', field } });
    }
  });

  it.each<[string, unknown]>([
    ['name', ''],
    ['name', 5],
    ['name', 'x'.repeat(201)],
    ['name', 'a\u0007'],
    ['email', ''],
    ['email', 'nobody'],
    ['email', 'a@b@c'],
    ['email', 'a b@example.com'],
    ['email', 'ada@example\u202e.com'],
    ['email', 'ada\u0085@example.com'],
    ['email', 'ada@example\u00a0.com'],
    ['email', `${'x'.repeat(250)}@example.com`],
    ['email', {}],
  ])('12 refuses %s as %j', async (field, value) => {
    const answer = await server.post(paths.register, { ...order(), [field]: value });
    expect(answer).toMatchObject({ status: 400, json: { code: 'invalid_field', field } });
  });

  it('11 takes null and nothing at all for an identifier alike', async () => {
    for (const uniqueIdentifier of [null, undefined, '', '  ']) {
      const answer = await server.post(paths.generate, { ...order(), uniqueIdentifier });
      expect(answer.status).toBe(200);
    }
  });
});

describe('/v1/leases with bad input', () => {
  it.each<[string, string, object]>([
    ['holder', 'missing_field', { holder: undefined }],
    ['holder', 'invalid_field', { holder: null }],
    ['holder', 'invalid_field', { holder: '' }],
    ['holder', 'invalid_field', { holder: 'x'.repeat(201) }],
    ['holder', 'invalid_field', { holder: 'a\tb' }],
    ['licenseId', 'invalid_field', { licenseId: '' }],
    ['licenseId', 'invalid_field', { licenseId: 7 }],
    ['licenseId', 'missing_field', { licenseId: undefined }],
    ['licenseId', 'missing_field', { serial: 'TOK1' }],
    ['ttlSeconds', 'invalid_field', { ttlSeconds: 0 }],
    ['ttlSeconds', 'invalid_field', { ttlSeconds: -1 }],
    ['ttlSeconds', 'invalid_field', { ttlSeconds: 86_401 }],
    ['ttlSeconds', 'invalid_field', { ttlSeconds: '600' }],
    ['ttlSeconds', 'invalid_field', { ttlSeconds: 60.5 }],
    ['ttlSeconds', 'invalid_field', { ttlSeconds: null }],
    ['seat', 'unknown_field', { seat: 1 }],
    ['generation', 'unknown_field', { generation: 1 }],
    ['ends_at', 'unknown_field', { ends_at: 1 }],
  ])('a checkout is refused for its %s: %s', async (field, code, changes) => {
    const answer = await server.post('/v1/leases', { licenseId: sold.id, holder: 'b', ...changes });
    expect(answer).toMatchObject({ status: 400, json: { code, field } });
  });

  it.each<[string, string, string, object]>([
    ['heartbeat', 'generation', 'missing_field', { generation: undefined }],
    ['heartbeat', 'generation', 'invalid_field', { generation: 0 }],
    ['heartbeat', 'generation', 'invalid_field', { generation: '1' }],
    ['heartbeat', 'generation', 'invalid_field', { generation: 2 ** 53 }],
    ['heartbeat', 'ttlSeconds', 'invalid_field', { ttlSeconds: 0 }],
    ['heartbeat', 'holder', 'unknown_field', { holder: 'b' }],
    ['release', 'generation', 'invalid_field', { generation: null }],
    ['borrow', 'days', 'missing_field', {}],
    ['borrow', 'days', 'invalid_field', { days: 0 }],
    ['borrow', 'days', 'invalid_field', { days: 91 }],
    ['borrow', 'days', 'invalid_field', { days: 1.5 }],
  ])('%s is refused for its %s: %s', async (action, field, code, changes) => {
    const body = { generation: lease.generation, ...changes };
    const answer = await server.post(`/v1/leases/${lease.id}/${action}`, body);
    expect(answer).toMatchObject({ status: 400, json: { code, field } });
  });

  it.each(['heartbeat', 'borrow'])('%s of a lease that never was is a lost one', async (action) => {
    const body = { generation: 1, ...(action === 'borrow' && { days: 1 }) };
    for (const id of ['lse_none', 'x'.repeat(120), '%20', "'or'1'='1"]) {
      const answer = await server.post(`/v1/leases/${id}/${action}`, body);
      expect(answer).toMatchObject({ status: 409, json: { code: 'lease_lost' } });
    }
  });
});

describe('lists of a license with bad input', () => {
  it.each([
    ['seats', 'cursor=x', 'invalid_cursor', 'cursor'],
    ['seats', 'cursor=WyJhIl0', 'invalid_cursor', 'cursor'],
    ['seats', 'limit=0', 'invalid_field', 'limit'],
    ['seats', 'since=1', 'unknown_field', 'since'],
    ['holders', 'cursor=WzFd', 'invalid_cursor', 'cursor'],
    ['holders', 'limit=101', 'invalid_field', 'limit'],
  ])('%s?%s is refused: %s', async (list, query, code, field) => {
    const answer = await server.get(`/v1/licenses/${sold.id}/${list}?${query}`);
    expect(answer).toMatchObject({ status: 400, json: { code, field } });
  });

  it.each(['seats', 'holders'])('%s of a license that never was are not found', async (list) => {
    const answer = await server.get(`/v1/licenses/lic_none/${list}`);
    expect(answer).toMatchObject({ status: 404, json: { code: 'license_not_found' } });
  });
});
