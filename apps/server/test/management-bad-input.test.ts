import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badValues, type Form } from './support/bad-values.js';
import { createProducts } from './support/licenses.js';
import { kindRequests, sellEachKind } from './support/sales.js';
import { startTestServer, type TestServer } from './support/test-server.js';

let server: TestServer;
let ids: Record<string, string>;
beforeAll(async () => {
  server = await startTestServer();
  await createProducts(server);
  ids = await sellEachKind(server);
});
afterAll(() => server.stop());

interface Write {
  readonly method: 'POST' | 'PATCH';
  readonly path: () => string;
  readonly good: Readonly<Record<string, unknown>>;
  /** What each field may be, beside other values. */
  readonly fields: Readonly<Record<string, Form>>;
  readonly nullable?: readonly string[];
}

const terms = {
  validFrom: 'date',
  validTo: 'date',
  features: 'features',
  maintenance: 'maintenance',
  policy: 'policy',
  holder: 'label',
} as const;

const limits = {
  proofDays: 'days',
  features: 'features',
  policy: 'policy',
  maintenanceSupported: 'flag',
} as const;

const license =
  (kind: string, action = '') =>
  () =>
    `/v1/licenses/${ids[kind]!}${action}`;
const creation = (kind: keyof typeof kindRequests, fields: Record<string, Form>): Write => ({
  method: 'POST',
  path: () => '/v1/licenses',
  good: { product: 'acme-shop', ...kindRequests[kind] },
  fields: { kind: 'choice', ...terms, ...fields },
});

const writes: Record<string, Write> = {
  'create a domain license': creation('domain', {
    product: 'text',
    domain: 'text',
    scope: 'choice',
    key: 'key',
  }),
  'create a domain license of many': {
    ...creation('domain', { domains: 'domains' }),
    good: { product: 'acme-shop', kind: 'domain', domains: [{ domain: 'a.example' }] },
  },
  'create a single-user license': creation('single-user', {
    computerId: 'label',
    siteCode: 'label',
    serial: 'key',
  }),
  'create a network license': creation('network', {
    serverPath: 'text',
    seats: 'count',
    serial: 'key',
  }),
  'create a token license': creation('token', { seats: 'count', serial: 'key' }),
  'create serials': {
    method: 'POST',
    path: () => '/v1/serials',
    good: { product: 'acme-shop', seats: 1 },
    fields: { product: 'text', count: 'count', seats: 'count', ...terms },
  },
  'create a product': {
    method: 'POST',
    path: () => '/v1/products',
    good: { code: 'never-made', name: 'N' },
    fields: {
      name: 'text',
      termDays: 'days',
      transferLimit: 'days',
      activationsPerDay: 'days',
      ...limits,
    },
  },
  'change a product': {
    method: 'PATCH',
    path: () => '/v1/products/acme-shop',
    good: { name: 'Acme Shop' },
    fields: {
      name: 'text',
      termDays: 'days',
      transferLimit: 'days',
      activationsPerDay: 'days',
      ...limits,
    },
    nullable: ['termDays', 'transferLimit', 'activationsPerDay'],
  },
  'change a license': {
    method: 'PATCH',
    path: license('network'),
    good: { seats: 5 },
    fields: {
      features: 'features',
      maintenance: 'maintenance',
      policy: 'policy',
      holder: 'label',
      seats: 'count',
    },
    nullable: ['maintenance', 'holder'],
  },
  'renew a license': {
    method: 'POST',
    path: license('network', '/renew'),
    good: { validTo: '2027-01-01' },
    fields: { validTo: 'date', allowShorter: 'flag' },
    nullable: ['validTo'],
  },
  'transfer a domain license': {
    method: 'POST',
    path: license('domain', '/transfer'),
    good: { domain: 'example.com' },
    fields: { domain: 'text', scope: 'choice' },
  },
  'transfer a single-user license': {
    method: 'POST',
    path: license('single-user', '/transfer'),
    good: { computerId: 'COMPUTER-IDXX-12345' },
    fields: { computerId: 'label', siteCode: 'label' },
  },
  'transfer a network license': {
    method: 'POST',
    path: license('network', '/transfer'),
    good: { serverPath: 'C:/ProgramData/Server/Path' },
    fields: { serverPath: 'label' },
  },
  'replace a domain key': {
    method: 'POST',
    path: license('domain', '/key'),
    good: { key: 'SPOILED-KEY' },
    fields: { key: 'key' },
  },
  'issue an activation code': {
    method: 'POST',
    path: license('single-user', '/activation-codes'),
    good: { computerId: 'COMPUTER-IDXX-12345' },
    fields: { computerId: 'label' },
  },
};

const send = ({ method, path }: Write, body: unknown) => server.post(path(), body, { method });

/** What a value that is large by itself may be in a form. */
const isAllowed = (form: Form, field: string, value: unknown): boolean =>
  (form === 'days' && field !== 'termDays' && field !== 'proofDays' && value === 36_501) ||
  (field === 'code' && value === '');

describe.each(Object.entries(writes))('to %s', (_name, write) => {
  const cases = Object.entries(write.fields).flatMap(([field, form]) =>
    badValues[form]
      .filter((value) => !isAllowed(form, field, value))
      .map((value) => [field, value] as const),
  );

  it('is possible with the request that the following ones spoil', async () => {
    expect([200, 201]).toContain((await send(write, write.good)).status);
  });

  it.each(cases)('with %s %j is refused', async (field, value) => {
    const answer = await send(write, { ...write.good, [field]: value });
    expect(answer.status).toBe(400);
    const [top, ...within] = String(answer.json.field).split('.');
    expect(top).toBe(field);
    const codes = /^(invalid_field|invalid_date|invalid_domain)$/;
    const codesWithin = /^(invalid_field|invalid_date|missing_field|unknown_field)$/;
    expect(answer.json.code).toMatch(within.length > 0 ? codesWithin : codes);
    expect(answer.json.detail).toMatch(/\w.*\.$/);
  });

  it('with null is refused where nothing can be taken away', async () => {
    for (const field of Object.keys(write.fields)) {
      const answer = await send(write, { ...write.good, [field]: null });
      const isNullable = write.nullable?.includes(field) === true;
      expect([field, answer.status]).toEqual([field, isNullable ? 200 : 400]);
    }
  });

  it('with the name of any column or a prototype is refused', async () => {
    const tables = await server.context.store.db.introspection.getTables();
    const columns = new Set(tables.flatMap((table) => table.columns.map(({ name }) => name)));
    const known = new Set([...Object.keys(write.fields), ...Object.keys(write.good)]);
    const foreign = [
      ...columns,
      'isAdmin',
      'stateChangedAt',
      'createdAt',
      'standing',
      'constructor',
    ];
    for (const name of foreign.filter((column) => !known.has(column))) {
      const answer = await send(write, { ...write.good, [name]: 'x' });
      expect([name, answer.status]).toEqual([name, 400]);
      expect(answer.json.code).toMatch(/^(unknown_field|invalid_field|missing_field)$/);
    }
  });

  it('with another case of a name or a member twice is refused', async () => {
    const [field = ''] = Object.keys(write.good);
    const { [field]: value, ...rest } = write.good;
    expect((await send(write, { ...rest, [field.toUpperCase()]: value })).status).toBe(400);
    const twice = JSON.stringify({ ...write.good, '?': value }).replace(
      '"?"',
      JSON.stringify(field.toUpperCase()),
    );
    expect(await send(write, twice)).toMatchObject({
      status: 400,
      json: { code: 'duplicate_field' },
    });
  });

  it.each(['', '[]', 'null', '1', '{', '{"a":1}}'])('with the body %s is refused', async (text) => {
    expect((await send(write, text)).status).toBe(400);
  });
});

describe('/v1/signing-keys', () => {
  it.each<[string, string, object]>([
    ['use', 'missing_field', {}],
    ['use', 'invalid_field', { use: null }],
    ['use', 'invalid_field', { use: '' }],
    ['use', 'invalid_field', { use: 1 }],
    ['use', 'invalid_field', { use: ['license'] }],
    ['use', 'invalid_field', { use: 'root' }],
    ['use', 'invalid_field', { use: 'License' }],
    ['use', 'invalid_field', { use: 'license\n' }],
    ['use', 'invalid_field', { use: 'x'.repeat(40_000) }],
    ['kid', 'unknown_field', { use: 'license', kid: 'x' }],
    ['pem', 'unknown_field', { use: 'license', pem: 'x' }],
  ])('a new leaf is refused for its %s: %s', async (field, code, body) => {
    const answer = await server.post('/v1/signing-keys', body);
    expect(answer).toMatchObject({ status: 400, json: { code, field } });
  });

  it('none that is unknown can be burnt', async () => {
    for (const kid of ['x', '%20', 'x'.repeat(100), "'or'1'='1"]) {
      const answer = await server.post(`/v1/signing-keys/${kid}/burn`, undefined);
      expect(answer).toMatchObject({ status: 404, json: { code: 'signing_key_not_found' } });
    }
  });
});

it('has logged no failure of its own', () => {
  const levels = server.log.map((line) => (JSON.parse(line) as { level: number }).level);
  expect(Math.max(...levels)).toBe(30);
});
