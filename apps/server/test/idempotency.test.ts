import { createDomainKey } from '@licet/issuer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProducts, paths, sell } from './support/licenses.js';
import { itemsOf, startTestServer, type TestServer } from './support/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await createProducts(server);
});
afterAll(() => server.stop());

let used = 0;
const newKey = () => `key-${String(used++)}`;
const post = (path: string, body: unknown, idempotencyKey: string, key?: string) =>
  server.post(path, body, { headers: { 'idempotency-key': idempotencyKey }, ...(key && { key }) });

describe('Idempotency-Key', () => {
  it('gives a repetition the first answer, without a second effect', async () => {
    const key = newKey();
    const first = await post('/v1/api-keys', { scope: 'client' }, key);
    const second = await post('/v1/api-keys', { scope: 'client' }, key);
    expect(first.status).toBe(201);
    expect([second.status, second.text]).toEqual([first.status, first.text]);
    const items = itemsOf(await server.get('/v1/api-keys'));
    expect(items.filter(({ id }) => id === first.json.id)).toHaveLength(1);
  });

  it('tells how a license stood when the request was answered first', async () => {
    const ends = new Date((server.clock.now + 60) * 1000).toISOString();
    const draft = { kind: 'domain', product: 'acme-shop', domain: 'first.example' };
    const creation = newKey();
    const created = await post('/v1/licenses', { ...draft, validTo: ends }, creation);
    expect(created).toMatchObject({ status: 201, json: { standing: 'valid' } });
    const suspend = `/v1/licenses/${created.json.id}/suspend`;
    const suspension = newKey();
    const suspended = await post(suspend, undefined, suspension);
    await server.post(`/v1/licenses/${created.json.id}/reinstate`, {});
    server.clock.now += 120;
    expect((await server.get(`/v1/licenses/${created.json.id}`)).json.standing).toBe('expired');
    expect((await post('/v1/licenses', { ...draft, validTo: ends }, creation)).text).toBe(
      created.text,
    );
    expect((await post(suspend, undefined, suspension)).text).toBe(suspended.text);
  });

  it('remembers a refusal that was decided together with others', async () => {
    const key = newKey();
    const body = { code: 'acme-shop', name: 'Again' };
    for (let i = 0; i < 2; i++) {
      const answer = await post('/v1/products', body, key);
      expect(answer).toMatchObject({ status: 409, json: { code: 'product_exists' } });
    }
  });

  it('refuses another body, or another address, under the same key', async () => {
    const key = newKey();
    await post('/v1/products', { code: 'once', name: 'Once' }, key);
    const other = await post('/v1/products', { code: 'twice', name: 'Twice' }, key);
    expect(other).toMatchObject({ status: 409, json: { code: 'idempotency_key_reused' } });
    await sell(server, { domainname: 'one.example' });
    await sell(server, { domainname: 'two.example' });
    const [one, two] = itemsOf(await server.get('/v1/licenses'));
    const action = newKey();
    expect((await post(`/v1/licenses/${one!.id}/suspend`, undefined, action)).status).toBe(200);
    expect((await post(`/v1/licenses/${two!.id}/suspend`, undefined, action)).status).toBe(409);
  });

  it('is one of the caller and of the route', async () => {
    const key = newKey();
    const body = { scriptname: 'acme-shop', domainname: 'x.example', domainkey: createDomainKey() };
    expect((await post(paths.generate, body, key)).status).toBe(200);
    expect((await post('/v1/products', { code: 'x', name: 'X' }, key)).status).toBe(201);
    const other = { ...body, domainkey: createDomainKey() };
    expect((await post(paths.generate, other, key, server.keys.issue)).status).toBe(200);
  });

  it('answers twenty equal requests at once alike, with one effect', async () => {
    for (const [path, body] of [
      ['/v1/api-keys', { scope: 'issue', name: 'together' }],
      ['/v1/products', { code: 'together', name: 'Together' }],
    ] as const) {
      const key = newKey();
      const answers = await Promise.all(Array.from({ length: 20 }, () => post(path, body, key)));
      expect(new Set(answers.map(({ status, text }) => `${String(status)} ${text}`)).size).toBe(1);
      expect(answers[0]!.status).toBe(201);
    }
    const items = itemsOf(await server.get('/v1/api-keys?limit=100'));
    expect(items.filter(({ name }) => name === 'together')).toHaveLength(1);
  });

  it('rotates once for two requests at once', async () => {
    const key = newKey();
    const count = async () => itemsOf(await server.get('/v1/signing-keys')).length;
    const before = await count();
    const answers = await Promise.all(
      [1, 2].map(() => post('/v1/signing-keys', { use: 'license' }, key)),
    );
    expect(answers[0]!.text).toBe(answers[1]!.text);
    expect(await count()).toBe(before + 1);
  });

  it('remembers the success of operation 3, also when nothing had to change', async () => {
    const { domainkey: domainKey } = await sell(server);
    await server.post(paths.renew, { domainKey, newValidToDate: '2027-01-01' });
    const key = newKey();
    const again = await post(paths.renew, { domainKey, newValidToDate: '2027-01-01' }, key);
    expect(again).toMatchObject({ status: 200, text: 'License renewed successfully' });
    const other = await post(paths.renew, { domainKey, newValidToDate: '2027-01-02' }, key);
    expect(other).toMatchObject({ status: 409, json: { code: 'idempotency_key_reused' } });
  });

  it('keeps nothing of a request that could not be read', async () => {
    const key = newKey();
    expect((await post('/v1/products', { code: 'late' }, key)).status).toBe(400);
    expect((await post('/v1/products', { code: 'late', name: 'Late' }, key)).status).toBe(201);
  });

  it('is forgotten after 24 hours', async () => {
    const key = newKey();
    const create = () => post('/v1/api-keys', { scope: 'client' }, key);
    const first = await create();
    server.clock.now += 24 * 3600 - 1;
    expect((await create()).text).toBe(first.text);
    server.clock.now += 1;
    expect((await create()).json.id).not.toBe(first.json.id);
    const count = async () =>
      (await server.context.store.db.selectFrom('idempotency').selectAll().execute()).length;
    expect(await count()).toBeGreaterThan(1);
    server.clock.now += 600;
    await post('/v1/api-keys', { scope: 'client' }, newKey());
    expect(await count()).toBe(2);
  });

  it.each([['x'.repeat(256)], ['sch\u00fcssel'], ['']])('refuses the key %j', async (key) => {
    const answer = await post('/v1/products', { code: 'never', name: 'Never' }, key);
    expect(answer).toMatchObject({ status: 400, json: { code: 'invalid_idempotency_key' } });
  });

  it('stores no answer and no request in the clear', async () => {
    const secret = await post('/v1/api-keys', { scope: 'client', name: 'canary-name' }, newKey());
    const stored = await server.place.readStored();
    expect(stored.includes(secret.json.id)).toBe(true);
    expect(stored.includes(secret.json.key)).toBe(false);
  });
});
