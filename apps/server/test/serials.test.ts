import type { KyselyPlugin } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { findLicenseById, insertNewLicenses } from '../src/db/licenses.js';
import { createFullProduct } from './support/sales.js';
import { startServerForTest, type TestServer } from './support/test-server.js';

interface Sold {
  readonly id: string;
  readonly serial: string;
}

let server: TestServer;
beforeEach(async () => {
  server = await startServerForTest();
  await createFullProduct(server);
});

const everywhere = () => ({ accountId: server.context.account.id, product: undefined });

const countEntries = () =>
  server.context.store.db
    .selectFrom('audit_log')
    .select((eb) => eb.fn.countAll<number>().as('entries'))
    .where('action', '=', 'license.create')
    .executeTakeFirstOrThrow();

describe('/v1/serials', () => {
  it('makes token licenses that differ in id and serial alone', async () => {
    const request = { product: 'full', count: 20, seats: 3, holder: 'Reseller' };
    const answer = await server.post('/v1/serials', request, { key: server.keys.issue });
    expect(answer.status).toBe(201);
    const items = answer.json.items as { id: string; serial: string }[];
    expect(new Set(items.map(({ serial }) => serial)).size).toBe(20);
    for (const item of items.slice(0, 3)) {
      expect((await server.get(`/v1/licenses/${item.id}`)).json).toEqual(item);
      expect(item).toMatchObject({
        kind: 'token',
        seats: 3,
        validTo: '2026-07-11T00:00:00Z',
        holder: 'Reseller',
      });
      expect((await server.get(`/v1/serials/${item.serial.toLowerCase()}`)).json).toEqual(item);
    }
  });

  it('makes them once for one Idempotency-Key', async () => {
    const request = { product: 'full', count: 3, seats: 1 };
    const headers = { 'idempotency-key': 'serials' };
    const [one, two] = [
      await server.post('/v1/serials', request, { headers }),
      await server.post('/v1/serials', request, { headers }),
    ];
    expect(two.json).toEqual(one.json);
  });

  it('makes them by thousands, all of them recorded and found', async () => {
    const request = { product: 'full', count: 1000, seats: 2, holder: 'Reseller' };
    const items: Sold[] = (await server.post('/v1/serials', request)).json.items;
    const last = items.at(-1)!;
    expect(new Set(items.map(({ id }) => id)).size).toBe(1000);
    const found = (await server.get(`/v1/licenses?q=${last.serial}`)).json.items;
    expect(found).toEqual([last]);
    const { entries } = await countEntries();
    expect(entries).toBe(1000);
    const audited = (await server.get(`/v1/audit-log?target=${last.id}`)).json.items;
    expect(audited).toMatchObject([{ action: 'license.create', product: 'full' }]);
  });

  it('stores many by few statements', async () => {
    const { store } = server.context;
    const [sold] = (await server.post('/v1/serials', { product: 'full', seats: 1 })).json.items;
    const model = (await findLicenseById(store.db, everywhere(), sold.id))!;
    const licenses = Array.from({ length: 250 }, (_unused, at) => ({
      ...model,
      license_id: `lic_${String(at)}`,
      serial: `SERIAL${String(at)}`,
    }));
    let statements = 0;
    await store.transact((db) => {
      statements = 0;
      const transformQuery: KyselyPlugin['transformQuery'] = ({ node }) => {
        statements++;
        return node;
      };
      const transformResult: KyselyPlugin['transformResult'] = ({ result }) =>
        Promise.resolve(result);
      return insertNewLicenses(db.withPlugin({ transformQuery, transformResult }), licenses);
    });
    expect(statements).toBe(6);
    expect(await findLicenseById(store.db, everywhere(), 'lic_249')).toEqual(licenses[249]);
  });
});
