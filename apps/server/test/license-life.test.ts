import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimsOf, createProducts, paths } from './support/licenses.js';
import {
  act,
  create,
  createFullProduct,
  kindRequests,
  patch,
  readFile,
  toBase64,
  validations,
} from './support/sales.js';
import { startTestServer, type TestServer } from './support/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await createProducts(server);
  await createFullProduct(server);
});
afterAll(() => server.stop());

const read = async (id: string) => (await server.get(`/v1/licenses/${id}`)).json;
const kinds = Object.keys(kindRequests) as (keyof typeof kindRequests)[];

describe('a new license', () => {
  it.each(kinds)('of kind %s is answered as it is read, with its location', async (kind) => {
    const request = { ...kindRequests[kind], product: 'acme-shop' };
    const { issue } = server.keys;
    const answer = await server.post('/v1/licenses', request, { key: issue });
    expect(answer.status).toBe(201);
    const { key, ...rest } = answer.json;
    expect(answer.headers.get('location')).toBe(`/v1/licenses/${String(rest.id)}`);
    expect(await read(rest.id)).toEqual(rest);
    expect(rest).toMatchObject({
      kind,
      state: 'active',
      standing: 'valid',
      features: [],
      transfers: 0,
    });
    if (kind === 'domain') expect(key).toMatch(/^(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
    else expect(rest.serial).toMatch(/^(?:[0-9A-Z]{5}-){4}[0-9A-Z]{5}$/);
    expect(rest).toHaveProperty('generation', kind === 'token' ? 0 : 1);
  });

  it('gets from its product what it is not told', async () => {
    const license = await create(server, { ...kindRequests.domain, product: 'full' });
    expect(license).toMatchObject({
      validTo: '2026-07-11T00:00:00Z',
      features: ['a', 'b'],
      policy: { graceDays: 3, onExpiry: 'warn' },
      maintenance: { supported: true },
    });
    expect(claimsOf(await readFile(server, license.id))).toMatchObject({
      features: ['a', 'b'],
      policy: { graceDays: 3, onExpiry: 'warn' },
      maintenance: { supported: true },
    });
    const told = await create(server, {
      ...kindRequests.network,
      product: 'full',
      validFrom: '2026-08-01',
      features: [],
      policy: {},
      maintenance: { supported: true, until: '2027-12-31' },
      holder: 'Acme GmbH',
    });
    expect(told).toMatchObject({
      standing: 'not-yet-valid',
      validFrom: '2026-08-01T00:00:00Z',
      validTo: '2026-08-11T00:00:00Z',
      features: [],
      maintenance: { supported: true, until: '2027-12-31T23:59:59Z' },
      holder: 'Acme GmbH',
    });
    expect(told).not.toHaveProperty('policy');
  });

  it('of a product that was changed gets the new terms, and those before keep theirs', async () => {
    await server.post('/v1/products', {
      code: 'changing',
      name: 'C',
      termDays: 10,
      features: ['x'],
    });
    const before = await create(server, { ...kindRequests.token, product: 'changing' });
    const changed = await patch(server, '/v1/products/changing', {
      termDays: null,
      features: ['y'],
      name: 'D',
    });
    expect(changed.json).toMatchObject({ name: 'D', features: ['y'] });
    expect(changed.json).not.toHaveProperty('termDays');
    const after = await create(server, { ...kindRequests.token, product: 'changing' });
    expect(after).not.toHaveProperty('validTo');
    expect(after).toMatchObject({ features: ['y'] });
    expect(await read(before.id)).toMatchObject({
      features: ['x'],
      validTo: '2026-07-11T00:00:00Z',
    });
    expect((await patch(server, '/v1/products/nothing', { name: 'x' })).status).toBe(404);
  });

  it('may have several domains and scopes, and is known to operations 2, 6 and 7', async () => {
    const domains = [
      { domain: 'shop.example', scope: 'subdomains' },
      { domain: 'www.one.example', scope: 'host' },
      { domain: '*.wild.example' },
      { domain: 'BÜCHER.example' },
    ];
    const license = await create(server, { kind: 'domain', domains, key: 'DOMAIN12345' });
    expect(license).toMatchObject({
      key: 'DOMAIN12345',
      domains: [
        { name: 'shop.example', scope: 'subdomains' },
        { name: 'wild.example', scope: 'one-label' },
        { name: 'www.one.example', scope: 'host' },
        { name: 'xn--bcher-kva.example', scope: 'host+www' },
      ],
    });
    const status = await server.post(paths.status, { domainKey: 'domain12345' });
    expect(status.json.valid).toBe(true);
    const request = { scriptname: 'acme-shop', domainkey: 'DOMAIN12345' };
    const webLicenseFile = toBase64(await readFile(server, license.id));
    for (const domainname of [
      'a.b.shop.example',
      'www.one.example',
      'x.wild.example',
      'bücher.example',
    ]) {
      const answer = await server.post(validations.domain, {
        ...request,
        domainname,
        webLicenseFile,
      });
      expect([domainname, answer.json]).toEqual([domainname, { valid: true }]);
    }
    const fetched = await server.post(paths.activate, {
      ...request,
      domainname: 'www.one.example',
    });
    expect(fetched.status).toBe(200);
  });

  it('takes no key and no serial that another one has', async () => {
    await create(server, { ...kindRequests.domain, key: 'TAKEN-KEY' });
    const again = { ...kindRequests.domain, product: 'full', key: 'taken-key' };
    expect(await server.post('/v1/licenses', again)).toMatchObject({
      status: 409,
      json: { code: 'key_in_use', field: 'key' },
    });
    await create(server, { ...kindRequests.token, serial: 'TOK123456789012345030' });
    const serial = 'tok123456789012345030';
    expect(
      await server.post('/v1/licenses', { product: 'full', ...kindRequests.network, serial }),
    ).toMatchObject({
      status: 409,
      json: { code: 'serial_in_use', field: 'serial' },
    });
    expect((await server.get(`/v1/serials/${serial}`)).json).toMatchObject({ kind: 'token' });
    expect((await server.get('/v1/serials/NOBODY')).status).toBe(404);
  });

  it('that says too much to be signed is refused', async () => {
    const domains = Array.from({ length: 50 }, (_, index) => ({
      domain: `${'a'.repeat(60)}.${'b'.repeat(60)}${String(index)}.example`,
    }));
    const answer = await server.post('/v1/licenses', { kind: 'domain', product: 'full', domains });
    expect(answer).toMatchObject({ status: 400, json: { code: 'license_too_large' } });
  });
});

describe('the domain key', () => {
  it('is read by admin keys alone', async () => {
    const { id, key } = await create(server, kindRequests.domain);
    expect((await server.get(`/v1/licenses/${id}/key`)).json).toEqual({ key });
    const refused = await server.get(`/v1/licenses/${id}/key`, { key: server.keys.issue });
    expect(refused.status).toBe(403);
    const token = await create(server, kindRequests.token);
    expect((await server.get(`/v1/licenses/${token.id}/key`)).status).toBe(409);
  });

  it('is replaced by a new one, or one that is sent: the file before is over', async () => {
    const { id, key } = await create(server, kindRequests.domain);
    const old = await readFile(server, id);
    const ask = async (domainkey: string, file: string) => {
      const names = { scriptname: 'acme-shop', domainname: 'example.com', domainkey };
      return (await server.post(validations.domain, { ...names, webLicenseFile: toBase64(file) }))
        .json.valid;
    };
    const replaced = await act(server, id, 'key', {});
    expect(replaced.status).toBe(200);
    const next = String(replaced.json.key);
    expect(next).not.toBe(key);
    const fresh = await readFile(server, id);
    expect([await ask(key, old), await ask(next, old), await ask(next, fresh)]).toEqual([
      false,
      false,
      true,
    ]);
    expect((await act(server, id, 'key', { key: next })).json.generation).toBe(2);
    expect((await act(server, id, 'key', { key: 'MY-KEY' })).json).toMatchObject({
      key: 'MY-KEY',
      generation: 3,
    });
    expect((await server.post(paths.status, { domainKey: next })).json.valid).toBe(false);
    const other = await create(server, kindRequests.domain);
    expect(await act(server, other.id, 'key', { key: 'my-key' })).toMatchObject({
      status: 409,
      json: { code: 'key_in_use' },
    });
  });
});

describe.each(kinds)('the states of a license of kind %s', (kind) => {
  it('follow one another as they may', async () => {
    const { id } = await create(server, kindRequests[kind]);
    for (const [action, status, state] of [
      ['reinstate', 200, 'active'],
      ['suspend', 200, 'suspended'],
      ['suspend', 200, 'suspended'],
      ['reinstate', 200, 'active'],
      ['suspend', 200, 'suspended'],
      ['revoke', 200, 'revoked'],
      ['revoke', 200, 'revoked'],
      ['suspend', 409, 'revoked'],
      ['reinstate', 409, 'revoked'],
    ] as const) {
      const answer = await act(server, id, action);
      expect([action, answer.status]).toEqual([action, status]);
      expect(await read(id)).toMatchObject({
        state,
        standing: state === 'active' ? 'valid' : state,
      });
    }
  });

  it('stand against changes: a revoked one is over, a suspended one gives nothing new', async () => {
    const { id } = await create(server, { ...kindRequests[kind], validTo: '2027-01-01' });
    await act(server, id, 'suspend');
    const renewed = await act(server, id, 'renew', { validTo: '2027-06-01' });
    expect(renewed.status).toBe(200);
    const shorter = { validTo: '2027-02-01', allowShorter: true };
    expect((await act(server, id, 'renew', shorter)).json.code).toBe('license_suspended');
    await act(server, id, 'revoke');
    expect((await act(server, id, 'renew', { validTo: '2028-01-01' })).json.code).toBe(
      'license_revoked',
    );
    expect((await act(server, id, 'renew', shorter)).json.code).toBe('license_revoked');
    const patched = await patch(server, `/v1/licenses/${id}`, { holder: 'x' });
    expect(patched).toMatchObject({ status: 409, json: { code: 'license_revoked' } });
  });
});

describe.each(kinds)('renewing a license of kind %s', (kind) => {
  const renew = (id: string, body: object) => act(server, id, 'renew', body);

  it('moves the end forward, or away', async () => {
    const { id } = await create(server, { ...kindRequests[kind], validTo: '2027-01-01' });
    for (let i = 0; i < 2; i++) {
      const answer = await renew(id, { validTo: '2027-06-30' });
      expect(answer).toMatchObject({ status: 200, json: { validTo: '2027-07-01T00:00:00Z' } });
    }
    const forever = await renew(id, { validTo: null });
    expect(forever.json).not.toHaveProperty('validTo');
    expect(forever.json.generation).toBe(kind === 'token' ? 0 : 3);
    expect((await renew(id, { validTo: null })).status).toBe(200);
  });

  it('moves it back only when told so', async () => {
    const { id } = await create(server, kindRequests[kind]);
    const permanent = await renew(id, { validTo: '2027-01-01' });
    expect(permanent).toMatchObject({ status: 409, json: { code: 'permanent_license' } });
    await renew(id, { validTo: '2027-01-01', allowShorter: true });
    const earlier = await renew(id, { validTo: '2026-12-01' });
    expect(earlier.json).toMatchObject({ code: 'date_before_current_end', field: 'validTo' });
    const shorter = await renew(id, { validTo: '2026-12-01', allowShorter: true });
    expect(shorter.json.validTo).toBe('2026-12-02T00:00:00Z');
    const past = await renew(id, { validTo: '2026-06-01', allowShorter: true });
    expect(past.json.code).toBe('date_not_in_future');
  });
});
