import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimsOf, createProducts, fetchFile, paths, sell } from './support/licenses.js';
import { itemsOf, startTestServer, type Answer, type TestServer } from './support/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await createProducts(server);
});
afterAll(() => server.stop());

describe('/v1/products', () => {
  it.each([
    [{ name: 'X' }, 'missing_field', 'code'],
    [{ code: 'x' }, 'missing_field', 'name'],
    [{ code: 'x y', name: 'X' }, 'invalid_field', 'code'],
    [{ code: '', name: 'X' }, 'invalid_field', 'code'],
    [{ code: '-x', name: 'X' }, 'invalid_field', 'code'],
    [{ code: 'x'.repeat(65), name: 'X' }, 'invalid_field', 'code'],
    [{ code: 1, name: 'X' }, 'invalid_field', 'code'],
    [{ code: 'x', name: '' }, 'invalid_field', 'name'],
    [{ code: 'x', name: 'a\nb' }, 'invalid_field', 'name'],
    [{ code: 'x', name: 'a\u202eb' }, 'invalid_field', 'name'],
    [{ code: 'x', name: 'X', termDays: 0 }, 'invalid_field', 'termDays'],
    [{ code: 'x', name: 'X', termDays: 1.5 }, 'invalid_field', 'termDays'],
    [{ code: 'x', name: 'X', termDays: '30' }, 'invalid_field', 'termDays'],
    [{ code: 'x', name: 'X', termDays: null }, 'invalid_field', 'termDays'],
    [{ code: 'x', name: 'X', termDays: 36_501 }, 'invalid_field', 'termDays'],
    [{ code: 'x', name: 'X', Name: 'Y' }, 'duplicate_field', undefined],
    [{ code: 'x', name: 'X', account_id: 'y' }, 'unknown_field', 'account_id'],
    [{ code: 'x', NAME: 'X' }, 'missing_field', 'name'],
  ])('refuses %j', async (body, code, field) => {
    const answer = await server.post('/v1/products', body);
    expect(answer).toMatchObject({ status: 400, json: { code, ...(field && { field }) } });
  });

  it('refuses a code that is taken, and tells codes apart by case', async () => {
    const again = await server.post('/v1/products', { code: 'acme-shop', name: 'Other' });
    expect(again).toMatchObject({ status: 409, json: { code: 'product_exists', field: 'code' } });
    expect((await server.post('/v1/products', { code: 'ACME-shop', name: 'X' })).status).toBe(201);
    expect((await server.get('/V1/Products/ACME-shop')).json.name).toBe('X');
    expect((await server.get('/v1/products/acme-shop')).json.name).toBe('Acme Shop');
  });

  it('keeps all terms of a product, changes each of them, and takes bounds away', async () => {
    const terms = {
      termDays: 365,
      proofDays: 7,
      transferLimit: 0,
      activationsPerDay: 3,
      features: ['a', 'b'],
      policy: {
        graceDays: 1,
        offlineDays: 2,
        onExpiry: 'warn',
        onStale: 'read-only',
        devHosts: true,
      },
      maintenanceSupported: true,
    };
    const created = await server.post('/v1/products', { code: 'terms', name: 'T', ...terms });
    expect(created.json).toMatchObject(terms);
    expect((await server.get('/v1/products/terms')).json).toEqual(created.json);
    const change = (body: object) => server.post('/v1/products/terms', body, { method: 'PATCH' });
    expect((await change({})).json).toEqual(created.json);
    for (const part of [
      { name: 'U' },
      { proofDays: 30 },
      { features: [] },
      { policy: { graceDays: 9 } },
      { maintenanceSupported: false },
    ]) {
      expect((await change(part)).json).toMatchObject(part);
    }
    const bounds = { termDays: null, transferLimit: null, activationsPerDay: null };
    const unbounded = (await change(bounds)).json;
    for (const name of Object.keys(bounds)) expect(unbounded).not.toHaveProperty(name);
    for (const key of [server.keys.issue, server.keys.client]) {
      const refused = await server.post('/v1/products/terms', {}, { method: 'PATCH', key });
      expect(refused.status).toBe(403);
    }
  });

  it('reads one product', async () => {
    const answer = await server.get('/v1/products/acme-cloud');
    expect(answer.json).toMatchObject({ code: 'acme-cloud', termDays: 30 });
    const missing = await server.get('/v1/products/nothing');
    expect(missing).toMatchObject({ status: 404, json: { code: 'product_not_found' } });
  });

  it('lists all products, page by page', async () => {
    const all = (await server.get('/v1/products')).json;
    expect(all.nextCursor).toBeNull();
    const collected: unknown[] = [];
    let query = '?limit=2';
    for (;;) {
      const page = (await server.get(`/v1/products${query}`)).json;
      collected.push(...page.items);
      if (page.nextCursor === null) break;
      expect(page.items).toHaveLength(2);
      query = `?limit=2&cursor=${String(page.nextCursor)}`;
    }
    expect(collected).toEqual(all.items);
  });

  it.each([
    ['cursor=x', 'invalid_cursor'],
    ['cursor=WzFd', 'invalid_cursor'],
    ['cursor=e30', 'invalid_cursor'],
    ['limit=0', 'invalid_field'],
    ['limit=101', 'invalid_field'],
    ['limit=x', 'invalid_field'],
    ['limit=1&limit=2', 'invalid_field'],
    ['order=name', 'unknown_field'],
  ])('refuses ?%s', async (query, code) => {
    const answer = await server.get(`/v1/products?${query}`);
    expect(answer).toMatchObject({ status: 400, json: { code } });
  });

  it('is written by admin keys alone, and read by issue keys too', async () => {
    const { issue, client } = server.keys;
    expect((await server.get('/v1/products', { key: issue })).status).toBe(200);
    expect((await server.get('/v1/products/acme-shop', { key: issue })).status).toBe(200);
    expect((await server.get('/v1/products', { key: client })).status).toBe(403);
    for (const key of [issue, client]) {
      expect((await server.post('/v1/products', {}, { key })).status).toBe(403);
    }
  });
});

describe('/v1/licenses', () => {
  it('lists by product and by domain, page by page, in the order of creation', async () => {
    for (const domainname of ['a.example', 'b.example', '*.a.example']) {
      server.clock.now += 1;
      await sell(server, { domainname, scriptname: 'acme-shop' });
    }
    await sell(server, { domainname: 'a.example' });
    const list = (query: string) => server.get(`/v1/licenses?${query}`);
    const namesOf = (page: Answer) => itemsOf(page).map(({ domains }) => domains[0]!.name);
    expect(namesOf(await list('product=acme-shop'))).toEqual([
      'a.example',
      'b.example',
      'a.example',
    ]);
    expect(namesOf(await list('domain=A.example.'))).toEqual([
      'a.example',
      'a.example',
      'a.example',
    ]);
    expect(namesOf(await list('domain=b.example&product=acme-cloud'))).toEqual([]);
    const first = await list('limit=3');
    const second = await list(`limit=3&cursor=${String(first.json.nextCursor)}`);
    expect([itemsOf(first).length, itemsOf(second).length]).toEqual([3, 1]);
    expect(second.json.nextCursor).toBeNull();
    const ids = [...itemsOf(first), ...itemsOf(second)].map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
  });

  it('never finds a license by a key in the address', async () => {
    const answer = await server.get('/v1/licenses?domainKey=X');
    expect(answer).toMatchObject({ status: 400, json: { code: 'unknown_field' } });
  });

  it('refuses a domain that is none', async () => {
    const answer = await server.get('/v1/licenses?domain=a%20b');
    expect(answer).toMatchObject({ status: 400, json: { code: 'invalid_domain' } });
  });

  it('reads a license and its file, without its key', async () => {
    const sold = await sell(server, { domainname: 'read.example' });
    const file = await fetchFile(server, sold);
    const { sub, exp } = claimsOf(file);
    const answer = await server.get(`/v1/licenses/${sub}`, { key: server.keys.issue });
    expect(answer.json).toEqual({
      id: sub,
      kind: 'domain',
      product: 'acme-cloud',
      state: 'active',
      stateChangedAt: expect.any(String),
      domains: [{ name: 'read.example', scope: 'host+www' }],
      validTo: new Date(exp! * 1000).toISOString().replace('.000', ''),
      standing: 'valid',
      features: [],
      generation: 1,
      transfers: 0,
      createdAt: expect.any(String),
    });
    const download = await server.get(`/v1/licenses/${sub}/file`);
    expect([download.status, download.text]).toEqual([200, file]);
    expect(download.headers.get('content-disposition')).toBe('attachment; filename="license.dat"');
  });

  it('does not find what is not there', async () => {
    for (const path of ['/v1/licenses/lic_x', '/v1/licenses/lic_x/file']) {
      expect(await server.get(path)).toMatchObject({
        status: 404,
        json: { code: 'license_not_found' },
      });
    }
    const answer = await server.post('/v1/licenses/lic_x/revoke', undefined);
    expect(answer).toMatchObject({ status: 404, json: { code: 'license_not_found' } });
  });

  it('keeps a revoked license revoked, and may be told twice', async () => {
    const sold = await sell(server);
    const { sub } = claimsOf(await fetchFile(server, sold));
    const act = (action: string) => server.post(`/v1/licenses/${sub}/${action}`, undefined);
    for (const [action, status, state] of [
      ['suspend', 200, 'suspended'],
      ['suspend', 200, 'suspended'],
      ['reinstate', 200, 'active'],
      ['reinstate', 200, 'active'],
      ['revoke', 200, 'revoked'],
      ['revoke', 200, 'revoked'],
      ['reinstate', 409, undefined],
      ['suspend', 409, undefined],
    ] as const) {
      const answer = await act(action);
      expect([action, answer.status, answer.json.state]).toEqual([action, status, state]);
    }
  });

  it('is not for client keys', async () => {
    const answer = await server.get('/v1/licenses', { key: server.keys.client });
    expect(answer.status).toBe(403);
  });
});

describe('/v1/signing-keys', () => {
  it('lists root and leaves in three spellings', async () => {
    const page = await server.get('/v1/signing-keys');
    const items = itemsOf(page);
    expect(page.json.nextCursor).toBeNull();
    expect(items.map(({ use }) => use).sort()).toEqual(['license', 'root', 'status']);
    for (const item of items) {
      expect(Object.keys(item)).toEqual(['kid', 'use', 'status', 'pem', 'jwk', 'xml']);
      expect(item).toMatchObject({
        status: 'active',
        pem: expect.stringMatching(/^-----BEGIN PUBLIC KEY-----/),
        jwk: { kid: item.kid, kty: 'RSA', e: 'AQAB', alg: 'RS256' },
        xml: expect.stringMatching(/^<RSAKeyValue><Modulus>/),
      });
    }
  });

  it.each([[{}], [{ use: 'root' }], [{ use: 'license', kid: 'x' }], [{ use: null }]])(
    'refuses to make %j',
    async (body) => {
      expect((await server.post('/v1/signing-keys', body)).status).toBe(400);
    },
  );

  it('makes new leaves for licenses and for status lists, one active each', async () => {
    for (const use of ['license', 'status']) {
      expect(await server.post('/v1/signing-keys', { use })).toMatchObject({ status: 201 });
    }
    const items = itemsOf(await server.get('/v1/signing-keys'));
    const count = (status: string) => items.filter((item) => item.status === status).length;
    expect([count('active'), count('retired')]).toEqual([3, 2]);
  });
});

describe('operations of the v5 surface by keys that are bound to a product', () => {
  it('see that product and no other', async () => {
    const bound = await server.createKey({ scope: 'issue', name: '', product: 'acme-shop' });
    const inside = await sell(server, { scriptname: 'acme-shop', domainname: 'in.example' });
    const outside = await sell(server, { scriptname: 'acme-cloud', domainname: 'out.example' });
    const key = bound.text;
    const ask = async (path: string, body: object) => (await server.post(path, body, { key })).json;
    expect(await ask(paths.status, { domainKey: inside.domainkey })).toMatchObject({ valid: true });
    expect(await ask(paths.status, { domainKey: outside.domainkey })).toMatchObject({
      valid: false,
      message: 'No license was found for this key.',
    });
    expect(await ask(paths.activate, inside)).toMatchObject({ status: 'success' });
    expect(await ask(paths.activate, outside)).toMatchObject({ code: 'license_not_found' });
    const renewal = { domainKey: outside.domainkey, newValidToDate: '2027-01-01' };
    expect(await ask(paths.renew, renewal)).toMatchObject({ code: 'license_not_found' });
    expect(await ask(paths.generate, outside)).toMatchObject({ code: 'product_not_found' });
    const webLicenseFile = Buffer.from(await fetchFile(server, outside)).toString('base64');
    expect(await ask(paths.validate, { ...outside, webLicenseFile })).toEqual({ valid: false });
    const items = itemsOf(await server.get('/v1/licenses?limit=100', { key }));
    expect(new Set(items.map(({ product }) => product))).toEqual(new Set(['acme-shop']));
    const { sub } = claimsOf(await fetchFile(server, outside));
    expect((await server.get(`/v1/licenses/${sub}`, { key })).status).toBe(404);
    expect((await server.get(`/v1/licenses/${sub}/file`, { key })).status).toBe(404);
    const revocation = await server.post(`/v1/licenses/${sub}/revoke`, undefined, { key });
    expect(revocation.status).toBe(404);
  });
});
