import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProducts } from './support/licenses.js';
import { itemsOf, startOfTests, startTestServer, type TestServer } from './support/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await createProducts(server);
});
afterAll(() => server.stop());

const create = (body: object) => server.post('/v1/api-keys', body);
const find = async (id: string) =>
  itemsOf(await server.get('/v1/api-keys?limit=100')).find((item) => item.id === id);

describe('/v1/api-keys', () => {
  it('shows a new key once and stores its hash alone', async () => {
    const answer = await create({ scope: 'issue', name: 'Shop back office' });
    const { key, id } = answer.json as { key: string; id: string };
    expect(answer).toMatchObject({ status: 201, json: { scope: 'issue', kind: 'secret' } });
    expect(key).toMatch(/^licet_sk_[A-Za-z0-9]{36}$/);
    expect(await find(id)).toEqual({
      id,
      scope: 'issue',
      kind: 'secret',
      name: 'Shop back office',
      last4: key.slice(-4),
      createdAt: '2026-07-01T00:00:00Z',
    });
    const row = await server.context.store.db
      .selectFrom('api_keys')
      .selectAll()
      .where('api_key_id', '=', id)
      .executeTakeFirstOrThrow();
    expect(row.key_hash).toBe(createHash('sha256').update(key).digest('base64url'));
    expect(JSON.stringify(row)).not.toContain(key);
  });

  it('makes client keys publishable', async () => {
    const { json } = await create({ scope: 'client' });
    expect(json).toMatchObject({ kind: 'publishable', key: expect.stringMatching(/^licet_pk_/) });
  });

  it('refuses an admin key that is bound to a product, and an unknown product', async () => {
    expect(await create({ scope: 'admin', product: 'acme-shop' })).toMatchObject({
      status: 400,
      json: { code: 'invalid_field', field: 'product' },
    });
    expect(await create({ scope: 'issue', product: 'nothing' })).toMatchObject({
      status: 404,
      json: { code: 'product_not_found' },
    });
  });

  it.each<[string, string, object]>([
    ['scope', 'missing_field', { name: 'Shop' }],
    ['scope', 'invalid_field', { scope: 'root' }],
    ['scope', 'invalid_field', { scope: 'ADMIN' }],
    ['name', 'invalid_field', { scope: 'issue', name: '' }],
    ['name', 'invalid_field', { scope: 'issue', name: 'x'.repeat(201) }],
    ['expiresInSeconds', 'invalid_field', { scope: 'issue', expiresInSeconds: 0 }],
    ['expiresInSeconds', 'invalid_field', { scope: 'issue', expiresInSeconds: 3_155_760_001 }],
    ['expiresInSeconds', 'invalid_field', { scope: 'issue', expiresInSeconds: '60' }],
    ['product', 'invalid_field', { scope: 'issue', product: '' }],
    ['key_hash', 'unknown_field', { scope: 'issue', key_hash: 'x' }],
    ['key', 'unknown_field', { scope: 'issue', key: 'licet_sk_x' }],
    ['kind', 'unknown_field', { scope: 'client', kind: 'secret' }],
    ['account_id', 'unknown_field', { scope: 'issue', account_id: 'acc_2' }],
  ])('refuses a key for its %s: %s %j', async (field, code, body) => {
    expect(await create(body)).toMatchObject({ status: 400, json: { code, field } });
  });

  it('ends a key at its time', async () => {
    const { key, id } = (await create({ scope: 'issue', expiresInSeconds: 60 })).json;
    expect((await find(id))!.expiresAt).toBe('2026-07-01T00:01:00Z');
    server.clock.now = startOfTests + 59;
    expect((await server.get('/v1/licenses', { key })).status).toBe(200);
    server.clock.now = startOfTests + 60;
    expect((await server.get('/v1/licenses', { key })).status).toBe(401);
    server.clock.now = startOfTests;
  });

  it('revokes a key at once and for good', async () => {
    const { key, id } = (await create({ scope: 'issue' })).json;
    expect((await server.get('/v1/licenses', { key })).status).toBe(200);
    const revoked = await server.post(`/v1/api-keys/${String(id)}/revoke`, undefined);
    expect(revoked).toMatchObject({ status: 200, json: { revokedAt: '2026-07-01T00:00:00Z' } });
    expect((await server.get('/v1/licenses', { key })).status).toBe(401);
    server.clock.now += 100;
    const again = await server.post(`/v1/api-keys/${String(id)}/revoke`, undefined);
    expect(again.json.revokedAt).toBe('2026-07-01T00:00:00Z');
    server.clock.now = startOfTests;
    const missing = await server.post('/v1/api-keys/key_x/revoke', undefined);
    expect(missing).toMatchObject({ status: 404, json: { code: 'api_key_not_found' } });
  });

  it('notes the last use, once a minute', async () => {
    const { key, id } = (await create({ scope: 'issue' })).json;
    const lastUse = async () => (await find(id))!.lastUsedAt;
    const use = async (after: number) => {
      server.clock.now = startOfTests + after;
      await server.get('/v1/licenses', { key });
    };
    // A note is written behind the answer.
    await use(0);
    await expect.poll(lastUse).toBe('2026-07-01T00:00:00Z');
    await use(59);
    expect(await lastUse()).toBe('2026-07-01T00:00:00Z');
    await use(60);
    await expect.poll(lastUse).toBe('2026-07-01T00:01:00Z');
    server.clock.now = startOfTests;
  });

  it('is for admin keys alone', async () => {
    expect((await server.get('/v1/api-keys', { key: server.keys.issue })).status).toBe(403);
  });
});
