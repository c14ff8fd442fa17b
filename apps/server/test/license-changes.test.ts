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
const withFiles = kinds.filter((kind) => kind !== 'token');

describe('the file of a license', () => {
  it.each(withFiles)(
    'of kind %s keeps its slot with more, and leaves it with less',
    async (kind) => {
      const terms = { features: ['a'], policy: { graceDays: 5 }, validTo: '2027-01-01' };
      const { id } = await create(server, { ...kindRequests[kind], ...terms });
      const slotOf = async () => claimsOf(await readFile(server, id)).status;
      const slots = [await slotOf()];
      const steps: readonly [() => Promise<unknown>, boolean][] = [
        [() => patch(server, `/v1/licenses/${id}`, { features: ['a', 'b'] }), true],
        [() => patch(server, `/v1/licenses/${id}`, { policy: { graceDays: 9 } }), true],
        [() => patch(server, `/v1/licenses/${id}`, { holder: 'Acme' }), true],
        [() => act(server, id, 'renew', { validTo: '2028-01-01' }), true],
        [() => patch(server, `/v1/licenses/${id}`, { features: ['b'] }), false],
        [() => patch(server, `/v1/licenses/${id}`, { policy: {} }), false],
        [
          () =>
            patch(server, `/v1/licenses/${id}`, {
              maintenance: { supported: true, until: '2027-01-01' },
            }),
          false,
        ],
        [
          () =>
            patch(server, `/v1/licenses/${id}`, {
              maintenance: { supported: true, until: '2028-01-01' },
            }),
          true,
        ],
        [() => patch(server, `/v1/licenses/${id}`, { maintenance: null }), false],
        [() => act(server, id, 'renew', { validTo: '2027-06-01', allowShorter: true }), false],
      ];
      for (const [step, isKept] of steps) {
        await step();
        const slot = await slotOf();
        expect([slots.length, slot?.status_list.idx === slots.at(-1)?.status_list.idx]).toEqual([
          slots.length,
          isKept,
        ]);
        slots.push(slot);
      }
      expect(claimsOf(await readFile(server, id)).gen).toBe(1 + steps.length);
    },
  );

  it('is not signed anew for what it says already', async () => {
    const { id } = await create(server, {
      ...kindRequests.network,
      features: ['a'],
      holder: 'Acme',
    });
    const same = { features: ['a'], holder: 'Acme', seats: 5, maintenance: null, policy: {} };
    expect((await patch(server, `/v1/licenses/${id}`, same)).json.generation).toBe(1);
    expect((await patch(server, `/v1/licenses/${id}`, {})).json.generation).toBe(1);
    const seats = await patch(
      server,
      `/v1/licenses/${(await create(server, kindRequests.domain)).id}`,
      { seats: 1 },
    );
    expect(seats).toMatchObject({ status: 400, json: { code: 'invalid_field', field: 'seats' } });
  });
});

describe('a transfer', () => {
  const targets = {
    domain: [{ domain: 'b.example' }, { domains: [{ domain: 'c.example', scope: 'host' }] }],
    'single-user': [{ computerId: 'B' }, { siteCode: 'C' }],
    network: [{ serverPath: '/b' }, { serverPath: '/c' }],
  } as const;

  it.each(Object.keys(targets) as (keyof typeof targets)[])(
    'of kind %s is made as often as the product allows, and to the same place at no cost',
    async (kind) => {
      const { id } = await create(server, { ...kindRequests[kind], product: 'full' });
      const [first, second] = targets[kind];
      const slot = claimsOf(await readFile(server, id)).status;
      expect((await act(server, id, 'transfer', first)).json.transfers).toBe(1);
      expect(claimsOf(await readFile(server, id)).status).not.toEqual(slot);
      expect((await act(server, id, 'transfer', first)).json.transfers).toBe(1);
      expect((await act(server, id, 'transfer', second)).json.transfers).toBe(2);
      const refused = await act(server, id, 'transfer', first);
      expect(refused).toMatchObject({ status: 409, json: { code: 'transfer_limit_reached' } });
      expect((await act(server, id, 'transfer', second)).status).toBe(200);
      await act(server, id, 'suspend');
      expect((await act(server, id, 'transfer', first)).json.code).toBe('license_suspended');
    },
  );

  it('takes the old domain out of operation 6 and 7, and puts the new one in', async () => {
    const { id, key } = await create(server, kindRequests.domain);
    const old = await readFile(server, id);
    await act(server, id, 'transfer', { domain: 'new.example' });
    const ask = async (domainname: string, file: string) => {
      const request = {
        scriptname: 'acme-shop',
        domainname,
        domainkey: key,
        webLicenseFile: toBase64(file),
      };
      return (await server.post(validations.domain, request)).json.valid;
    };
    expect(await ask('example.com', old)).toBe(false);
    expect(await ask('new.example', await readFile(server, id))).toBe(true);
    const names = { scriptName: 'acme-shop', domainKey: key };
    expect(
      (await server.post(paths.activate, { ...names, domainName: 'example.com' })).status,
    ).toBe(404);
    expect(
      (await server.post(paths.activate, { ...names, domainName: 'new.example' })).status,
    ).toBe(200);
  });

  it('of a license that is for no machine yet binds it', async () => {
    const { id } = await create(server, { kind: 'single-user', product: 'full' });
    const bound = await act(server, id, 'transfer', { siteCode: 'S' });
    expect(bound.json).toMatchObject({ siteCode: 'S', transfers: 0, generation: 1 });
  });

  it.each<[keyof typeof kindRequests, object, number, string]>([
    ['token', { domain: 'a.example' }, 409, 'wrong_license_kind'],
    ['domain', {}, 400, 'missing_field'],
    ['domain', { serverPath: '/x' }, 400, 'invalid_field'],
    ['domain', { domain: 'a.example', domains: [{ domain: 'b.example' }] }, 400, 'invalid_field'],
    ['domain', { domain: 'co.uk' }, 400, 'public_suffix'],
    ['domain', { domain: 'a b' }, 400, 'invalid_domain'],
    ['domain', { domain: '192.0.2.1', scope: 'subdomains' }, 400, 'invalid_field'],
    ['domain', { domain: '*.a.example', scope: 'host' }, 400, 'invalid_field'],
    ['domain', { scope: 'host' }, 400, 'invalid_field'],
    ['single-user', {}, 400, 'missing_field'],
    ['single-user', { domain: 'a.example' }, 400, 'invalid_field'],
    ['network', {}, 400, 'missing_field'],
    ['network', { serverPath: 'a\u0007' }, 400, 'invalid_field'],
    ['network', { serverPath: '/x', transfers: 0 }, 400, 'unknown_field'],
  ])('of kind %s to %j is refused', async (kind, body, status, code) => {
    const { id } = await create(server, kindRequests[kind]);
    expect(await act(server, id, 'transfer', body)).toMatchObject({ status, json: { code } });
  });
});

describe('a write that is repeated under one Idempotency-Key', () => {
  it('has one effect and one answer, whatever it is', async () => {
    const { id } = await create(server, { ...kindRequests.domain, validTo: '2027-01-01' });
    const desk = await create(server, { kind: 'single-user' });
    const writes: [string, object, 'POST' | 'PATCH'][] = [
      ['/v1/licenses', { ...kindRequests.domain, product: 'acme-shop' }, 'POST'],
      [`/v1/licenses/${id}`, { features: ['once'] }, 'PATCH'],
      [`/v1/licenses/${id}/renew`, { validTo: '2028-01-01' }, 'POST'],
      [`/v1/licenses/${id}/transfer`, { domain: 'once.example' }, 'POST'],
      [`/v1/licenses/${id}/key`, {}, 'POST'],
      [`/v1/licenses/${desk.id}/activation-codes`, { siteCode: 'S' }, 'POST'],
      ['/v1/products', { code: 'once', name: 'Once' }, 'POST'],
      ['/v1/products/once', { termDays: 3 }, 'PATCH'],
    ];
    for (const [path, body, method] of writes) {
      const headers = { 'idempotency-key': `once ${method} ${path}` };
      const send = (request: object) => server.post(path, request, { headers, method });
      const [one, two] = [await send(body), await send(body)];
      expect([path, one.status < 300, two.status]).toEqual([path, true, one.status]);
      expect(two.json).toEqual(one.json);
      const other = await send({ ...body, holder: 'x' });
      expect([400, 409]).toContain(other.status);
    }
    expect(await read(id)).toMatchObject({ generation: 5, transfers: 1 });
    expect(await read(desk.id)).toMatchObject({ generation: 2 });
  });
});
