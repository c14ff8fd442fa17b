import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeBadInput } from './support/bad-input.js';
import { createProducts, fetchFile, paths, sell } from './support/licenses.js';
import { startTestServer, type TestServer } from './support/test-server.js';

let server: TestServer;
let bodies: Record<keyof typeof paths, Record<string, unknown>>;

beforeAll(async () => {
  server = await startTestServer();
  await createProducts(server);
  const sold = await sell(server);
  const webLicenseFile = Buffer.from(await fetchFile(server, sold)).toString('base64');
  bodies = {
    generate: { ...sold },
    status: { domainKey: sold.domainkey },
    renew: { domainKey: sold.domainkey, newValidToDate: '2027-01-01T00:00:00Z' },
    validate: { ...sold, webLicenseFile },
    activate: {
      scriptName: sold.scriptname,
      domainName: sold.domainname,
      domainKey: sold.domainkey,
    },
  };
});
afterAll(() => server.stop());

const operations = Object.keys(paths) as (keyof typeof paths)[];

/** Field by field, as the schemas of the five operations require them. */
const fieldsOf: Record<keyof typeof paths, readonly string[]> = {
  generate: ['scriptname', 'domainname', 'domainkey'],
  status: ['domainKey'],
  renew: ['domainKey', 'newValidToDate'],
  validate: ['scriptname', 'domainname', 'domainkey', 'webLicenseFile'],
  activate: ['scriptName', 'domainName', 'domainKey'],
};
const fields = operations.flatMap((name) => fieldsOf[name].map((field) => [name, field] as const));

const rows = operations.map((name) => ({
  name,
  path: paths[name],
  fields: Object.fromEntries(fieldsOf[name].map((field) => [field, 'text' as const])),
  body: () => bodies[name],
}));

const send = (name: keyof typeof paths, body: unknown) => server.post(paths[name], body);

describeBadInput(rows, () => server);

describe('scopes', () => {
  it.each([
    ['generate', 403],
    ['renew', 403],
    ['status', 200],
    ['validate', 200],
    ['activate', 200],
  ] as const)('%s with a client key is answered %i', async (name, status) => {
    const answer = await server.post(paths[name], bodies[name], { key: server.keys.client });
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.json.code).toBe('insufficient_scope');
  });

  it.each(operations)('%s accepts an issue key', async (name) => {
    const answer = await server.post(paths[name], bodies[name], { key: server.keys.issue });
    expect(answer.status).toBe(200);
  });
});

describe('values that have the type but not the meaning', () => {
  it.each([
    ['exa mple.com'],
    ['https://example.com'],
    ['example.com:8080'],
    ['example.com/path'],
    ['user@example.com'],
    ['*'],
    ['a.*.example.com'],
    ['-example.com'],
    ['example..com'],
    ['1.2.3'],
    ['256.1.1.1'],
    [`${'a'.repeat(64)}.com`],
    ['exam%70le.com'],
  ])('1 refuses the domain %s', async (domainname) => {
    const answer = await send('generate', { ...bodies.generate, domainname });
    const expected = { code: 'invalid_domain', field: 'domainname' };
    expect(answer).toMatchObject({ status: 400, json: expected });
  });

  it.each([['co.uk'], ['*.co.uk'], ['github.io'], ['*.github.io']])(
    '1 refuses the public suffix %s',
    async (domainname) => {
      const answer = await send('generate', { ...bodies.generate, domainname });
      expect(answer).toMatchObject({ status: 400, json: { code: 'public_suffix' } });
    },
  );

  it.each([['a b'], ['schlüssel'], ['k\u200bey'], ['   '], ['k'.repeat(65)], ['a\nb']])(
    'refuses the domain key %j',
    async (key) => {
      for (const [name, field] of fields.filter(([, field]) => /key/i.test(field))) {
        const answer = await send(name, { ...bodies[name], [field]: key });
        expect(answer).toMatchObject({ status: 400, json: { code: 'invalid_field', field } });
      }
    },
  );

  it.each([
    ['2026-02-30T00:00:00Z'],
    ['2026-13-01T00:00:00Z'],
    ['2026-12-31T24:00:00Z'],
    ['2026-12-31T23:59:60Z'],
    ['2026-12-30T13:02:38'],
    ['2026-12-30 13:02:38Z'],
    ['30.12.2026'],
    ['12/30/2026'],
    ['26-12-30T13:02:38Z'],
    ['1'],
    ['tomorrow'],
    ['２０２６-12-30T13:02:38Z'],
    ['2026-12-30T13:02:38.Z'],
    ['0000-01-01T00:00:00Z'],
    ['+012026-12-30T13:02:38Z'],
    ['9999-12-31'],
  ])('3 refuses the date %s', async (newValidToDate) => {
    const answer = await send('renew', { ...bodies.renew, newValidToDate });
    const expected = { code: 'invalid_date', field: 'newValidToDate' };
    expect(answer).toMatchObject({ status: 400, json: expected });
  });

  it.each([['2020-01-01T00:00:00Z'], ['2026-07-01T00:00:00Z'], ['0001-01-01T00:00:00Z']])(
    '3 refuses %s, which is not after now',
    async (newValidToDate) => {
      const answer = await send('renew', { ...bodies.renew, newValidToDate });
      expect(answer).toMatchObject({ status: 400, json: { code: 'date_not_in_future' } });
    },
  );

  it.each([['sh op'], ['../etc'], ['a;drop table'], ["'"], ['%']])(
    '1 does not find the product %s',
    async (scriptname) => {
      const answer = await send('generate', { ...bodies.generate, scriptname });
      expect(answer).toMatchObject({ status: 404, json: { code: 'product_not_found' } });
    },
  );

  it('6 answers null and numbers for the optional public key with 400', async () => {
    for (const publickey of [null, 1, {}]) {
      const answer = await send('validate', { ...bodies.validate, publickey });
      expect(answer).toMatchObject({ status: 400, json: { field: 'publickey' } });
    }
  });
});

it('has logged no failure of its own', () => {
  const levels = server.log.map((line) => (JSON.parse(line) as { level: number }).level);
  expect(Math.max(...levels)).toBe(30);
});
