import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProducts } from './support/licenses.js';
import { create, kindRequests } from './support/sales.js';
import { startTestServer, type TestServer } from './support/test-server.js';

let server: TestServer;
const ids: Record<string, string> = {};
beforeAll(async () => {
  server = await startTestServer();
  await createProducts(server);
  for (const [kind, request] of Object.entries(kindRequests)) {
    ids[kind] = (await create(server, { ...request, validTo: '2027-01-01' })).id;
  }
});
afterAll(() => server.stop());

describe('fields of a license that belong to another kind', () => {
  it.each([
    ['domain', { seats: 1 }],
    ['domain', { serial: 'X' }],
    ['domain', { computerId: 'X' }],
    ['single-user', { domain: 'a.example' }],
    ['single-user', { seats: 1 }],
    ['single-user', { serverPath: '/x' }],
    ['network', { key: 'X' }],
    ['network', { computerId: 'X' }],
    ['token', { serverPath: '/x' }],
    ['token', { siteCode: 'X' }],
  ] as const)('are refused: %s with %j', async (kind, member) => {
    const answer = await server.post('/v1/licenses', {
      product: 'acme-shop',
      ...kindRequests[kind],
      ...member,
    });
    const [field] = Object.keys(member);
    expect(answer).toMatchObject({ status: 400, json: { code: 'unknown_field', field } });
  });

  it.each<[object, string, string]>([
    [{ kind: 'domain' }, 'missing_field', 'domain'],
    [
      { kind: 'domain', domain: 'a.example', domains: [{ domain: 'b.example' }] },
      'invalid_field',
      'domains',
    ],
    [{ kind: 'domain', domain: 'co.uk' }, 'public_suffix', 'domain'],
    [{ kind: 'domain', domain: '*.a.example', scope: 'subdomains' }, 'invalid_field', 'domain'],
    [{ kind: 'domain', domain: 'intranet', scope: 'subdomains' }, 'invalid_field', 'domain'],
    [{ kind: 'network', seats: 1 }, 'missing_field', 'serverPath'],
    [{ kind: 'network', serverPath: '/x' }, 'missing_field', 'seats'],
    [{ kind: 'token' }, 'missing_field', 'seats'],
    [{ kind: 'token', seats: 1, product: 'nothing' }, 'product_not_found', 'product'],
    [{ kind: 'token', seats: 1, validTo: '2026-06-01' }, 'date_not_in_future', 'validTo'],
    [
      { kind: 'token', seats: 1, validFrom: '2027-01-02', validTo: '2027-01-01' },
      'invalid_field',
      'validTo',
    ],
    [{ kind: 'token', seats: 1, validFrom: '1969-12-31' }, 'invalid_date', 'validFrom'],
    [
      { kind: 'token', seats: 1, product: 'acme-cloud', validFrom: '9999-12-15' },
      'invalid_field',
      'validFrom',
    ],
    [
      { kind: 'token', seats: 1, product: 'acme-cloud', validFrom: '2020-01-01' },
      'invalid_field',
      'validFrom',
    ],
  ])('or are missing or impossible: %j', async (request, code, field) => {
    const answer = await server.post('/v1/licenses', { product: 'acme-shop', ...request });
    expect(answer.json).toMatchObject({ code, field });
  });
});

it('has logged no failure of its own', () => {
  const levels = server.log.map((line) => (JSON.parse(line) as { level: number }).level);
  expect(Math.max(...levels)).toBe(30);
});
