import { beforeEach, describe, expect, it } from 'vitest';
import { createProducts } from './support/licenses.js';
import { create, kindRequests, patch } from './support/sales.js';
import { startServerForTest, type TestServer } from './support/test-server.js';

const generate = '/token/TokenLicense/generate/tokenlic';
const tooLarge = { status: 400, json: { code: 'license_too_large' } };

/** Of 64 characters each: 100 are more than is signed, 40 leave room for others. */
const features = (count: number) =>
  Array.from({ length: count }, (_, index) => String(index).padStart(64, 'x'));

let server: TestServer;
beforeEach(async () => {
  server = await startServerForTest();
  await createProducts(server);
  await server.post('/v1/products', { code: 'big', name: 'Big', features: features(100) });
});

describe('a license that says too much to be signed', () => {
  it.each(Object.values(kindRequests))('is not created: $kind', async (request) => {
    const order = { ...request, product: 'acme-shop', features: features(100) };
    expect(await server.post('/v1/licenses', order)).toMatchObject(tooLarge);
    expect((await server.get('/v1/licenses')).json.items).toEqual([]);
  });

  it('is not created by what its product says either', async () => {
    const order = { scriptname: 'big', domainname: 'example.com', domainkey: 'KEY1' };
    expect(await server.post('/gen/LicenseGen/generate/domainlic', order)).toMatchObject(tooLarge);
    expect(await server.post('/v1/serials', { product: 'big', seats: 1 })).toMatchObject(tooLarge);
  });

  it.each(Object.values(kindRequests))('does not come of a change: $kind', async (request) => {
    const { id } = await create(server, request);
    const change = { features: features(100) };
    expect(await patch(server, `/v1/licenses/${id}`, change)).toMatchObject(tooLarge);
  });
});

describe('a license that says nearly too much', () => {
  /** In UTF-8 three times as long. */
  const longest = '\u4e00'.repeat(200);
  const sell = () => create(server, { kind: 'token', seats: 9, features: features(40) });

  it('has tokens for identifiers that leave room, and says so of others', async () => {
    const { serial: tokenSerial } = await sell();
    const order = { tokenSerial, programID: 'acme-shop' };
    const good = { ...order, uniqueIdentifier: 'x'.repeat(200), boundToComputer: true };
    expect(await server.post(generate, good)).toMatchObject({ status: 200 });
    const bad = { ...order, uniqueIdentifier: longest, boundToComputer: true };
    for (const path of [generate, `${generate}-registered`])
      expect(await server.post(path, bad)).toMatchObject(tooLarge);
  });

  it('lends seats to holders that leave room, and keeps the lease of others', async () => {
    const { id: licenseId } = await sell();
    const borrow = async (holder: string) => {
      const { id, generation } = (await server.post('/v1/leases', { licenseId, holder })).json;
      return server.post(`/v1/leases/${id}/borrow`, { generation, days: 1 });
    };
    expect(await borrow('workstation-1')).toMatchObject({ status: 201 });
    expect(await borrow(longest)).toMatchObject(tooLarge);
    const seats = (await server.get(`/v1/licenses/${licenseId}/seats`)).json;
    expect(seats.items).toMatchObject([{ kind: 'borrowed' }, { kind: 'lease', holder: longest }]);
  });
});
