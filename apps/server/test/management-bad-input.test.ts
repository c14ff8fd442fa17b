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

interface Write {
  readonly method: 'POST' | 'PATCH';
  readonly path: () => string;
  readonly good: Readonly<Record<string, unknown>>;
  /** What each field may be, beside other values. */
  readonly fields: Readonly<Record<string, Form>>;
  readonly nullable?: readonly string[];
}

type Form = keyof typeof badValues;

const tooLong = 'x'.repeat(3000);
const common = [true, [], {}, [[1]], { $gt: '' }];
/** Values that are never right for a form. */
const badValues = {
  text: ['', 1, tooLong, 'a\nb', ...common],
  label: ['', 1, tooLong, 'a\u0007b', 'a\u202eb', ...common],
  key: ['', 1, 'a b', 'schlüssel', tooLong, ...common],
  name: ['', 1, tooLong, 'a\u0000b', ...common],
  choice: ['', 1, 'other', 'Domain', ...common],
  count: [0, -1, 1.5, 2_147_483_648, '1', '', ...common],
  days: [-1, 1.5, 36_501, '1', ...common],
  date: [
    '',
    1,
    'x',
    '2026-02-30',
    '2026-12-31T24:00:00Z',
    '2026-12-30T13:02:38',
    '9999-12-32',
    tooLong,
    ...common,
  ],
  flag: [1, 0, 'true', '', [], {}],
  features: ['a', 1, true, {}, [1], [''], ['a b'], ['x'.repeat(65)], [null], Array(101).fill('a')],
  policy: [
    '',
    1,
    true,
    [],
    { graceDays: -1 },
    { graceDays: '1' },
    { onExpiry: 'allow' },
    { devHosts: 1 },
    { grace: 1 },
  ],
  maintenance: [
    '',
    1,
    true,
    [],
    {},
    { supported: 1 },
    { supported: true, until: 'x' },
    { supported: false, until: '2027-01-01' },
    { until: '2027-01-01' },
    { supported: true, extra: 1 },
  ],
  domains: [
    '',
    1,
    true,
    {},
    [],
    ['a.example'],
    [{}],
    [{ domain: '' }],
    [{ domain: 'a b' }],
    [{ domain: 'a.example', scope: 'all' }],
    [{ domain: 'a.example', extra: 1 }],
  ],
} as const satisfies Record<string, readonly unknown[]>;

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
    const codesWithin = /^(invalid|missing|unknown)_field$/;
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
