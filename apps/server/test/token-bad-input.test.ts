import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeBadInput } from './support/bad-input.js';
import { startTestServer, type TestServer } from './support/test-server.js';
import { createSetting, generateToken, tokenPaths, type Setting } from './support/tokens.js';

let server: TestServer;
let setting: Setting;
let token: string;
beforeAll(async () => {
  server = await startTestServer();
  setting = await createSetting(server, { allowsClientKeys: true });
  token = await generateToken(server, setting.id);
});
afterAll(() => server.stop());

const rows = [
  {
    name: '8 exchange',
    path: tokenPaths.exchange,
    fields: { token: 'text', identifier: 'text' },
    body: () => ({ token, identifier: 'DEVICE12345' }),
  },
  {
    name: '9 generate',
    path: tokenPaths.generate,
    fields: { uniqueIdentifier: 'text', tokenSettingId: 'int32' },
    body: () => ({ uniqueIdentifier: 'DEVICE12345', tokenSettingId: setting.id }),
  },
  {
    name: '10 validate',
    path: tokenPaths.validate,
    fields: { token: 'text', tokenSettingId: 'int32' },
    body: () => ({ token, tokenSettingId: setting.id }),
  },
] as const;

describeBadInput(rows, () => server);

describe('scopes', () => {
  it.each([
    ['8 exchange', 'client', 200],
    ['8 exchange', 'issue', 200],
    ['9 generate', 'client', 403],
    ['9 generate', 'issue', 200],
    ['10 validate', 'client', 200],
    ['10 validate', 'issue', 200],
  ] as const)('%s with a key of scope %s is answered %i', async (name, scope, status) => {
    const { path, body } = rows.find((row) => row.name === name)!;
    expect((await server.post(path, body(), { key: server.keys[scope] })).status).toBe(status);
  });
});

describe('values that have the type but not the meaning', () => {
  it.each([['a\nb'], ['\u202eabc'], ['\u200b'], ['\u2028'], ['\u0007']])(
    '9 refuses the identifier %j',
    async (uniqueIdentifier) => {
      const body = { uniqueIdentifier, tokenSettingId: setting.id };
      expect(await server.post(tokenPaths.generate, body)).toMatchObject({
        status: 400,
        json: { code: 'invalid_field', field: 'uniqueIdentifier' },
      });
    },
  );

  it('9 takes 200 characters of any script and refuses one more, also after normalising', async () => {
    const statusOf = async (uniqueIdentifier: string) => {
      const body = { uniqueIdentifier, tokenSettingId: setting.id };
      return (await server.post(tokenPaths.generate, body)).status;
    };
    expect(await statusOf('\u00fc'.repeat(200))).toBe(200);
    expect(await statusOf('x'.repeat(201))).toBe(400);
    expect(await statusOf('\ufb2c'.repeat(200))).toBe(400);
  });

  it.each([
    ['x'],
    ['a.b'],
    ['a.b.c'],
    ['..'],
    ['Bearer x'],
    ['x'.repeat(16_384)],
    ['{"alg":"none"}'],
  ])('8 and 10 answer a token that is none with valid:false', async (nonsense) => {
    for (const { path, body } of [rows[0], rows[2]]) {
      const answer = await server.post(path, { ...body(), token: nonsense });
      expect([answer.status, answer.json]).toEqual([200, { valid: false }]);
    }
  });
});

describe('/v1/token-settings with bad input', () => {
  const good = { issuer: 'Acme', audience: 'acme-api', lifetimeSeconds: 60 };
  it.each<[string, object]>([
    ['issuer', { issuer: undefined }],
    ['issuer', { issuer: null }],
    ['issuer', { issuer: '' }],
    ['issuer', { issuer: 1 }],
    ['issuer', { issuer: 'x'.repeat(201) }],
    ['issuer', { issuer: 'a\tb' }],
    ['audience', { audience: undefined }],
    ['audience', { audience: ['a'] }],
    ['audience', { audience: 'a\u202eb' }],
    ['lifetimeSeconds', { lifetimeSeconds: undefined }],
    ['lifetimeSeconds', { lifetimeSeconds: 0 }],
    ['lifetimeSeconds', { lifetimeSeconds: -1 }],
    ['lifetimeSeconds', { lifetimeSeconds: 1.5 }],
    ['lifetimeSeconds', { lifetimeSeconds: '60' }],
    ['lifetimeSeconds', { lifetimeSeconds: 315_576_001 }],
    ['lifetimeSeconds', { lifetimeSeconds: null }],
    ['name', { name: '' }],
    ['name', { name: 'x'.repeat(201) }],
    ['allowsClientKeys', { allowsClientKeys: 'true' }],
    ['allowsClientKeys', { allowsClientKeys: 1 }],
    ['product', { product: '' }],
    ['product', { product: 5 }],
    ['secret', { secret: 'chosen-by-me-chosen-by-me-chosen-by-me' }],
    ['algorithm', { algorithm: 'none' }],
    ['id', { id: 1 }],
    ['account_id', { account_id: 'acc_2' }],
  ])('refuses a creation for its %s', async (field, changes) => {
    const answer = await server.post('/v1/token-settings', { ...good, ...changes });
    expect(answer).toMatchObject({ status: 400, json: { field } });
  });

  it.each<[object]>([
    [{ issuer: 'Other' }],
    [{ audience: 'other' }],
    [{ product: 'acme-shop' }],
    [{ deletedAt: null }],
    [{ lifetimeSeconds: 0 }],
    [{ allowsClientKeys: null }],
    [{ name: '' }],
  ])('refuses the change %j', async (body) => {
    const answer = await server.post(`/v1/token-settings/${String(setting.id)}`, body, {
      method: 'PATCH',
    });
    expect(answer.status).toBe(400);
  });

  it.each(['0', '-1', '01', '1.0', '1e0', 'x', '2147483648', '99999999999999', '%20'])(
    'does not find the id %s',
    async (id) => {
      const path = `/v1/token-settings/${id}`;
      const answers = [
        await server.get(path),
        await server.get(path, { method: 'DELETE' }),
        await server.post(path, {}, { method: 'PATCH' }),
        await server.post(`${path}/rotate`, {}),
      ];
      for (const answer of answers)
        expect(answer).toMatchObject({ status: 404, json: { code: 'token_setting_not_found' } });
    },
  );

  it('refuses an unknown product, a rotation that is none, and cursors of other lists', async () => {
    const unknown = await server.post('/v1/token-settings', { ...good, product: 'nothing' });
    expect(unknown).toMatchObject({ status: 404, json: { code: 'product_not_found' } });
    const path = `/v1/token-settings/${String(setting.id)}/rotate`;
    for (const body of [{ endsOldTokens: 1 }, { endsOldTokens: null }, { secret: 'x' }])
      expect((await server.post(path, body)).status).toBe(400);
    for (const position of ['[]', '["1"]', '[1,2]', '[1.5]', '[9007199254740993]', '{}']) {
      const cursor = Buffer.from(position).toString('base64url');
      expect(await server.get(`/v1/token-settings?cursor=${cursor}`)).toMatchObject({
        status: 400,
        json: { code: 'invalid_cursor' },
      });
    }
  });
});

it('has logged no failure of its own', () => {
  const levels = server.log.map((line) => (JSON.parse(line) as { level: number }).level);
  expect(Math.max(...levels)).toBe(30);
});
