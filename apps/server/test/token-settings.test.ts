import { describe, expect, it } from 'vitest';
import { createProducts } from './support/licenses.js';
import {
  itemsOf,
  startOfTests,
  startServerForTest,
  type TestServer,
} from './support/test-server.js';
import {
  createSetting,
  exchangeToken,
  generateToken,
  statusFor,
  tokenPaths,
  validateToken,
} from './support/tokens.js';

const pathOf = (id: number) => `/v1/token-settings/${String(id)}`;
const patch = (server: TestServer, id: number, body: object) =>
  server.post(pathOf(id), body, { method: 'PATCH' });
const rotate = (server: TestServer, id: number, body: object = {}) =>
  server.post(`${pathOf(id)}/rotate`, body);
const remove = (server: TestServer, id: number) => server.get(pathOf(id), { method: 'DELETE' });
const isValid = async (server: TestServer, id: number, token: string) =>
  (await validateToken(server, id, token)).json.valid as boolean;

describe('a token setting', () => {
  it('is created with a number and a secret that is shown this once', async () => {
    const server = await startServerForTest();
    const draft = { issuer: 'Acme', audience: 'acme-api', lifetimeSeconds: 3600 };
    const answer = await server.post('/v1/token-settings', draft);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe('/v1/token-settings/1');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const { secret, ...setting } = answer.json;
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(setting).toEqual({
      id: 1,
      name: '',
      ...draft,
      algorithm: 'HS256',
      allowsClientKeys: false,
      createdAt: '2026-07-01T00:00:00Z',
    });
    expect((await server.get(pathOf(1))).json).toEqual(setting);
    expect((await server.get('/v1/token-settings')).json).toEqual({
      items: [setting],
      nextCursor: null,
    });
  });

  it('is found page by page', async () => {
    const server = await startServerForTest();
    for (let i = 0; i < 5; i++) await createSetting(server);
    const ids: unknown[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = await server.get(`/v1/token-settings?limit=2${query}`);
      ids.push(...itemsOf(page).map(({ id }) => id));
      cursor = page.json.nextCursor as string | null;
    }
    expect(ids).toEqual([1, 2, 3, 4, 5]);
  });

  it('gets a number of its own when twenty are created at once, and never one that was used', async () => {
    const server = await startServerForTest();
    const settings = await Promise.all(Array.from({ length: 20 }, () => createSetting(server)));
    expect(settings.map(({ id }) => id).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    expect(new Set(settings.map(({ secret }) => secret)).size).toBe(20);
    await remove(server, 20);
    expect((await createSetting(server)).id).toBe(21);
  });

  it('is created once for one Idempotency-Key', async () => {
    const server = await startServerForTest();
    const body = { issuer: 'Acme', audience: 'acme-api', lifetimeSeconds: 3600 };
    const options = { headers: { 'idempotency-key': 'one' } };
    const [first, second] = [
      await server.post('/v1/token-settings', body, options),
      await server.post('/v1/token-settings', body, options),
    ];
    expect(second.text).toBe(first.text);
    expect(itemsOf(await server.get('/v1/token-settings'))).toHaveLength(1);
  });

  it('is for admin keys alone', async () => {
    const server = await startServerForTest();
    const { id } = await createSetting(server);
    const { issue: key } = server.keys;
    const answers = [
      await server.get('/v1/token-settings', { key }),
      await server.get(pathOf(id), { key }),
      await server.post(pathOf(id), {}, { key, method: 'PATCH' }),
      await server.post(`${pathOf(id)}/rotate`, {}, { key }),
      await server.get(pathOf(id), { key, method: 'DELETE' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
  });

  it('changes for the tokens that are made from then on', async () => {
    const server = await startServerForTest();
    await createProducts(server);
    const { id } = await createSetting(server, { product: 'acme-shop' });
    const before = await generateToken(server, id);
    const changed = await patch(server, id, { lifetimeSeconds: 60, name: 'Short' });
    expect(changed.json).toMatchObject({
      lifetimeSeconds: 60,
      name: 'Short',
      product: 'acme-shop',
    });
    expect(changed.json).not.toHaveProperty('secret');
    const after = await generateToken(server, id);
    server.clock.now += 60;
    expect([await isValid(server, id, before), await isValid(server, id, after)]).toEqual([
      true,
      false,
    ]);
    expect((await patch(server, id, {})).json).toEqual(changed.json);
  });

  it('ends the client keys that were minted when they are allowed no more', async () => {
    const server = await startServerForTest();
    const { id } = await createSetting(server, { allowsClientKeys: true });
    const token = await generateToken(server, id);
    const { apiKey } = (await exchangeToken(server, token)).json;
    expect((await patch(server, id, { allowsClientKeys: false })).json.allowsClientKeys).toBe(
      false,
    );
    expect(await statusFor(server, apiKey)).toBe(401);
    await patch(server, id, { allowsClientKeys: true });
    expect(await statusFor(server, apiKey)).toBe(401);
    expect((await exchangeToken(server, token)).json).toEqual({ valid: false });
    expect((await exchangeToken(server, await generateToken(server, id))).json.valid).toBe(true);
  });

  it('takes its tokens and client keys with it when it is deleted', async () => {
    const server = await startServerForTest();
    const [gone, kept] = [
      await createSetting(server, { allowsClientKeys: true }),
      await createSetting(server, { allowsClientKeys: true }),
    ];
    const keyOf = async (id: number) =>
      (await exchangeToken(server, await generateToken(server, id))).json.apiKey as string;
    const keys = [await keyOf(gone.id), await keyOf(kept.id)];
    const token = await generateToken(server, gone.id);
    expect(await remove(server, gone.id)).toMatchObject({
      status: 200,
      json: { id: gone.id, deletedAt: '2026-07-01T00:00:00Z' },
    });
    expect(await Promise.all(keys.map((key) => statusFor(server, key)))).toEqual([401, 200]);
    expect(await isValid(server, gone.id, token)).toBe(false);
    expect((await exchangeToken(server, token)).json).toEqual({ valid: false });
    const generation = { uniqueIdentifier: 'x', tokenSettingId: gone.id };
    expect((await server.post(tokenPaths.generate, generation)).status).toBe(404);
    expect((await remove(server, gone.id)).status).toBe(404);
    expect((await server.get(pathOf(gone.id))).status).toBe(404);
    const secrets = await server.context.store.db.selectFrom('token_secrets').selectAll().execute();
    expect(secrets.map(({ setting_id }) => setting_id)).toEqual([kept.id]);
  });
});

describe('a rotated secret', () => {
  it('verifies until the last token that it can have signed has ended', async () => {
    const server = await startServerForTest();
    const { id, secret } = await createSetting(server, { lifetimeSeconds: 7200 });
    const old = await generateToken(server, id);
    await patch(server, id, { lifetimeSeconds: 60 });
    const rotated = await rotate(server, id);
    expect(rotated).toMatchObject({ status: 201, json: { id, secret: expect.any(String) } });
    expect(rotated.json.secret).not.toBe(secret);
    const fresh = await generateToken(server, id);
    expect([await isValid(server, id, old), await isValid(server, id, fresh)]).toEqual([
      true,
      true,
    ]);
    server.clock.now = startOfTests + 7199;
    expect(await isValid(server, id, old)).toBe(true);
    server.clock.now += 1;
    await rotate(server, id);
    const rows = await server.context.store.db.selectFrom('token_secrets').selectAll().execute();
    expect(rows.map(({ number, verifies_until }) => [number, verifies_until])).toEqual([
      [2, startOfTests + 7200 + 60],
      [3, null],
    ]);
  });

  it('is believed no more after a theft, nor are the client keys of its tokens', async () => {
    const server = await startServerForTest();
    const { id } = await createSetting(server, { allowsClientKeys: true });
    const old = await generateToken(server, id);
    const { apiKey } = (await exchangeToken(server, old)).json;
    expect((await rotate(server, id, { endsOldTokens: true })).status).toBe(201);
    expect(await isValid(server, id, old)).toBe(false);
    expect(await statusFor(server, apiKey)).toBe(401);
    expect(await isValid(server, id, await generateToken(server, id))).toBe(true);
  });

  it('is one of eight at most, and the answer to the ninth says when there is room', async () => {
    const server = await startServerForTest();
    const { id } = await createSetting(server);
    const tokens = [await generateToken(server, id)];
    for (let i = 0; i < 7; i++) {
      expect((await rotate(server, id)).status).toBe(201);
      tokens.push(await generateToken(server, id));
    }
    const refused = await rotate(server, id);
    expect(refused).toMatchObject({ status: 409, json: { code: 'too_many_secrets' } });
    expect(refused.json.detail).toContain('2026-07-01T01:00:00Z');
    for (const token of tokens) expect(await isValid(server, id, token)).toBe(true);
    server.clock.now += 3600;
    expect((await rotate(server, id)).status).toBe(201);
  });
});
