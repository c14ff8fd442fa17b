import { beforeEach, describe, expect, it } from 'vitest';
import { createProducts } from './support/licenses.js';
import { create, kindRequests, patch } from './support/sales.js';
import { startServerForTest, type TestServer } from './support/test-server.js';

const generate = '/token/TokenLicense/generate/tokenlic';
const tooLarge = { status: 400, json: { code: 'license_too_large' } };

/** Of 64 characters each: 47 are more than is signed, 46 leave room for a name of some letters, 40 for others. */
const features = (count: number) =>
  Array.from({ length: count }, (_, index) => String(index).padStart(64, 'x'));
const nearlyTooMany = features(46);

let server: TestServer;
beforeEach(async () => {
  server = await startServerForTest();
  await createProducts(server);
});

describe('a product that says too much for any of its licenses to be signed', () => {
  const big = { code: 'big', name: 'Big', features: features(47) };
  const refusal = { status: 400, json: { code: 'license_too_large', field: 'features' } };

  it('is not created', async () => {
    expect(await server.post('/v1/products', big)).toMatchObject(refusal);
    expect((await server.get('/v1/products/big')).status).toBe(404);
  });

  it('does not come of a change', async () => {
    await server.post('/v1/products', { ...big, features: nearlyTooMany });
    const change = { name: 'Bigger', features: big.features };
    expect(await patch(server, '/v1/products/big', change)).toMatchObject(refusal);
    const policy = { graceDays: 36_500, offlineDays: 36_500, onExpiry: 'read-only' };
    expect(await patch(server, '/v1/products/big', { policy })).toMatchObject(refusal);
    expect((await server.get('/v1/products/big')).json).toMatchObject({
      name: 'Big',
      features: nearlyTooMany,
    });
  });

  it('can still be renamed where it is from before', async () => {
    await server.post('/v1/products', { ...big, features: [] });
    const stored = { features: JSON.stringify(big.features) };
    await server.context.store.db
      .updateTable('products')
      .set(stored)
      .where('code', '=', 'big')
      .execute();
    const answer = await patch(server, '/v1/products/big', { name: 'Bigger', proofDays: 2 });
    expect(answer).toMatchObject({ status: 200, json: { name: 'Bigger' } });
  });
});

describe('a license that says too much to be signed', () => {
  it.each(Object.values(kindRequests))('is not created: $kind', async (request) => {
    const order = { ...request, product: 'acme-shop', features: features(100) };
    expect(await server.post('/v1/licenses', order)).toMatchObject(tooLarge);
    expect((await server.get('/v1/licenses')).json.items).toEqual([]);
  });

  it('is not created by what its product says either, of which smaller ones are', async () => {
    const big = { code: 'big', name: 'Big', features: nearlyTooMany };
    expect(await server.post('/v1/products', big)).toMatchObject({ status: 201 });
    const small = { kind: 'single-user', product: 'big', serial: 'S', computerId: 'C' };
    expect(await server.post('/v1/licenses', small)).toMatchObject({ status: 201 });
    const domainname = `${'long-'.repeat(9)}name.`.repeat(3) + 'example.com';
    const order = { scriptname: 'big', domainname, domainkey: 'KEY1' };
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
