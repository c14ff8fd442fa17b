import { describe, expect, it } from 'vitest';
import { createProducts } from './support/licenses.js';
import { act, codeOf, create, kindRequests, validations } from './support/sales.js';
import { startServerForTest } from './support/test-server.js';

describe('/v1/statistics', () => {
  it('counts nothing in the beginning', async () => {
    const server = await startServerForTest();
    expect((await server.get('/v1/statistics', { key: server.keys.issue })).json).toEqual({
      licenses: {
        total: 0,
        byState: { active: 0, suspended: 0, revoked: 0 },
        byKind: { domain: 0, 'single-user': 0, network: 0, token: 0 },
        byStanding: { valid: 0, 'not-yet-valid': 0, expired: 0, suspended: 0, revoked: 0 },
      },
      expiring: [],
      activations: [],
      refusals: [],
      seatsInUse: 0,
    });
    expect((await server.get('/v1/statistics', { key: server.keys.client })).status).toBe(403);
  });

  it('counts licenses, ends, activations, refusals and seats, within reach', async () => {
    const server = await startServerForTest();
    await createProducts(server);
    const { id: suspended } = await create(server, kindRequests.domain);
    await act(server, suspended, 'suspend');
    const { id: revoked } = await create(server, { ...kindRequests.domain, validTo: '2026-07-20' });
    await act(server, revoked, 'revoke');
    await create(server, { ...kindRequests.network, validTo: '2026-07-01T12:00:00Z' });
    await create(server, {
      ...kindRequests.network,
      validFrom: '2026-08-01',
      validTo: '2026-08-01T18:00:00Z',
    });
    const desk = await create(server, {
      ...kindRequests['single-user'],
      validTo: '2026-08-01T06:00:00Z',
    });
    await codeOf(server, desk.id, { computerId: 'COMPUTER-IDXX-12345' });
    const cloud = await create(server, { ...kindRequests.token, product: 'acme-cloud' });
    await server.context.store.db
      .insertInto('seats')
      .values({
        account_id: server.context.account.id,
        license_id: cloud.id,
        seat: 0,
        lease_id: 'lease',
        holder: 'h',
        kind: 'lease',
        generation: 1,
        taken_at: server.clock.now,
        ends_at: server.clock.now + 3 * 86_400,
        list: null,
        slot: null,
      })
      .execute();
    server.clock.now += 86_400;
    for (const licenseFileContent of ['x', 'aGVsbG8=']) {
      await server.post(validations.singleUser, { licenseFileContent, computerID: 'x' });
    }
    const all = await server.get('/v1/statistics');
    expect(all.json).toEqual({
      licenses: {
        total: 6,
        byState: { active: 4, suspended: 1, revoked: 1 },
        byKind: { domain: 2, 'single-user': 1, network: 2, token: 1 },
        byStanding: { valid: 2, 'not-yet-valid': 1, expired: 1, suspended: 1, revoked: 1 },
      },
      expiring: [
        { day: '2026-07-31', count: 1 },
        { day: '2026-08-01', count: 2 },
      ],
      activations: [{ day: '2026-07-01', count: 1 }],
      refusals: [{ day: '2026-07-02', code: 'not_genuine', count: 2 }],
      seatsInUse: 1,
    });
    const bound = await server.createKey({ scope: 'issue', name: '', product: 'acme-cloud' });
    const own = await server.get('/v1/statistics', { key: bound.text });
    expect(own.json).toMatchObject({
      licenses: { total: 1, byKind: { token: 1, domain: 0 } },
      expiring: [{ day: '2026-07-31', count: 1 }],
      activations: [],
      refusals: [],
      seatsInUse: 1,
    });
  });

  it('counts refusals of more products than fit into one statement', async () => {
    const server = await startServerForTest();
    const { refusals } = server.context;
    const products = Array.from({ length: 14_000 }, (_, index) => `product-${String(index)}`);
    for (const product of products) refusals.note('expired', product);
    for (const product of products.slice(0, 3)) refusals.note('expired', product);
    await refusals.flush();
    await refusals.flush();
    const counted = (await server.get('/v1/statistics')).json.refusals;
    expect(counted).toEqual([{ day: '2026-07-01', code: 'expired', count: 14_003 }]);
  });
});
