import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProducts } from './support/licenses.js';
import {
  codeOf,
  create,
  kindRequests,
  readFile,
  toBase64,
  validations,
  type SoldLicense,
} from './support/sales.js';
import { itemsOf, startTestServer, type TestServer } from './support/test-server.js';

let server: TestServer;
let key: string;
const own: Record<string, SoldLicense> = {};
const other: Record<string, SoldLicense> = {};
let otherActivation: string;

beforeAll(async () => {
  server = await startTestServer();
  await createProducts(server);
  key = (await server.createKey({ scope: 'issue', name: '', product: 'acme-shop' })).text;
  for (const [kind, request] of Object.entries(kindRequests)) {
    own[kind] = await create(server, { ...request, holder: 'Same' });
    other[kind] = await create(server, { ...request, product: 'acme-cloud', holder: 'Same' });
  }
  const machine = { computerId: 'COMPUTER-IDXX-12345' };
  await codeOf(server, own['single-user']!.id, machine);
  otherActivation = (await codeOf(server, other['single-user']!.id, machine)).json.id;
});
afterAll(() => server.stop());

describe('a key that is bound to a product', () => {
  it('lists, searches and counts what is of that product alone', async () => {
    for (const query of [
      '',
      '?q=same',
      '?q=lic_',
      '?holder=Same',
      '?order=validTo',
      '?domain=example.com',
    ]) {
      const items = itemsOf(await server.get(`/v1/licenses${query}`, { key }));
      expect([query, items.every(({ product }) => product === 'acme-shop')]).toEqual([query, true]);
    }
    expect(itemsOf(await server.get('/v1/licenses', { key }))).toHaveLength(4);
    expect(itemsOf(await server.get('/v1/licenses?product=acme-cloud', { key }))).toEqual([]);
    const byKey = await server.get(`/v1/licenses?q=${other.domain!.key}`, { key });
    expect(byKey.json.items).toEqual([]);
    expect((await server.get('/v1/statistics', { key })).json.licenses.total).toBe(4);
    const activations = (await server.get('/v1/activations', { key })).json.items as {
      licenseId: string;
    }[];
    expect(activations.map(({ licenseId }) => licenseId)).toEqual([own['single-user']!.id]);
    expect(itemsOf(await server.get('/v1/products', { key }))).toMatchObject([
      { code: 'acme-shop' },
    ]);
    expect((await server.get('/v1/products/acme-cloud', { key })).status).toBe(404);
  });

  it('finds nothing of another by any address', async () => {
    for (const [kind, { id, serial }] of Object.entries(other)) {
      const addresses = [
        `/v1/licenses/${id}`,
        `/v1/licenses/${id}/file`,
        `/v1/licenses/${id}/activations`,
      ];
      if (kind !== 'domain') addresses.push(`/v1/serials/${serial}`);
      for (const address of addresses) {
        expect([address, (await server.get(address, { key })).status]).toEqual([address, 404]);
      }
      const writes: [string, object | undefined][] = [
        ['revoke', undefined],
        ['suspend', undefined],
        ['reinstate', undefined],
        ['renew', { validTo: null }],
        ['transfer', { domain: 'stolen.example' }],
        ['key', {}],
        ['activation-codes', { computerId: 'X' }],
      ];
      for (const [action, body] of writes) {
        const answer = await server.post(`/v1/licenses/${id}/${action}`, body, { key });
        expect([action, answer.status]).toEqual([action, 404]);
      }
      const patched = await server.post(
        `/v1/licenses/${id}`,
        { features: ['x'] },
        { key, method: 'PATCH' },
      );
      expect(patched.status).toBe(404);
    }
    const revoked = await server.post(`/v1/activations/${otherActivation}/revoke`, undefined, {
      key,
    });
    expect(revoked.status).toBe(404);
    expect((await server.get(`/v1/licenses/${other.token!.id}`)).json).toMatchObject({
      state: 'active',
      features: [],
    });
  });

  it('makes nothing of another', async () => {
    const request = { ...kindRequests.token, product: 'acme-cloud' };
    expect((await server.post('/v1/licenses', request, { key })).json.code).toBe(
      'product_not_found',
    );
    const serials = { product: 'acme-cloud', seats: 1 };
    expect((await server.post('/v1/serials', serials, { key })).json.code).toBe(
      'product_not_found',
    );
    const mine = await server.post('/v1/licenses', { ...request, product: 'acme-shop' }, { key });
    expect(mine.status).toBe(201);
  });

  it('validates what is of that product alone', async () => {
    const client = await server.createKey({ scope: 'client', name: '', product: 'acme-shop' });
    for (const [licenses, valid] of [
      [own, true],
      [other, false],
    ] as const) {
      const desk = licenses['single-user']!;
      const single = {
        licenseFileContent: toBase64(await readFile(server, desk.id)),
        computerID: 'COMPUTER-IDXX-12345',
        serialKey: desk.serial,
      };
      const network = {
        networkLicenseFile: toBase64(await readFile(server, licenses.network!.id)),
        serverpath: 'C:/ProgramData/Server/Path',
      };
      for (const [path, body] of [
        [validations.singleUser, single],
        [validations.network, network],
      ] as const) {
        const answer = await server.post(path, body, { key: client.text });
        expect([path, answer.json]).toEqual([path, { valid }]);
      }
    }
  });
});

describe('a client key', () => {
  it('reaches nothing of the management', async () => {
    const { client } = server.keys;
    const { id } = own.token!;
    for (const path of [
      '/v1/licenses',
      `/v1/licenses/${id}`,
      '/v1/activations',
      '/v1/statistics',
      '/v1/serials/X',
    ]) {
      expect([path, (await server.get(path, { key: client })).status]).toEqual([path, 403]);
    }
    for (const path of [
      '/v1/licenses',
      '/v1/serials',
      `/v1/licenses/${id}/renew`,
      `/v1/licenses/${id}/key`,
    ]) {
      expect([path, (await server.post(path, {}, { key: client })).status]).toEqual([path, 403]);
    }
  });
});
