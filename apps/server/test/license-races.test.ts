import { describe, expect, it } from 'vitest';
import { claimsOf, createProducts } from './support/licenses.js';
import { act, codeOf, create, kindRequests, patch, readFile } from './support/sales.js';
import { startServerForTest, startTestServer } from './support/test-server.js';

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

async function startWithProducts() {
  const server = await startServerForTest();
  await createProducts(server);
  await server.post('/v1/products', { code: 'moves', name: 'M', transferLimit: 5 });
  return server;
}

describe('many at once', () => {
  it('transfer a license as often as is allowed, not once more, from two servers', async () => {
    const server = await startWithProducts();
    const other = await startTestServer({ place: server.place });
    const { id } = await create(server, { ...kindRequests.domain, product: 'moves' });
    const answers = await Promise.all(
      times(50, (index) =>
        act(index % 2 === 0 ? server : other, id, 'transfer', {
          domain: `d${String(index)}.example`,
        }),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...times(5, () => 200), ...times(45, () => 409)]);
    const { json } = await server.get(`/v1/licenses/${id}`);
    expect(json).toMatchObject({ transfers: 5, generation: 6 });
    const slots = await server.context.store.db
      .selectFrom('status_slots')
      .innerJoin('documents', (join) =>
        join
          .onRef('documents.list', '=', 'status_slots.list')
          .onRef('documents.slot', '=', 'status_slots.slot'),
      )
      .select(['documents.gen', 'status_slots.status'])
      .where('documents.license_id', '=', id)
      .orderBy('documents.gen')
      .execute();
    expect(slots.map(({ status }) => status)).toEqual([1, 1, 1, 1, 1, 0]);
    await other.stop();
  });

  it('transfer and renew and change one license: all happens, in some order', async () => {
    const server = await startWithProducts();
    const { id } = await create(server, { ...kindRequests.network, validTo: '2027-01-01' });
    const answers = await Promise.all([
      act(server, id, 'transfer', { serverPath: '/moved' }),
      act(server, id, 'renew', { validTo: '2028-01-01' }),
      patch(server, `/v1/licenses/${id}`, { features: ['more'] }),
      patch(server, `/v1/licenses/${id}`, { seats: 9 }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(claimsOf(await readFile(server, id))).toMatchObject({
      gen: 5,
      serverPath: '/moved',
      seats: 9,
      features: ['more'],
      exp: Date.parse('2028-01-02T00:00:00Z') / 1000,
    });
  });

  it('activate one unbound license: one machine gets it', async () => {
    const server = await startWithProducts();
    const { id } = await create(server, { kind: 'single-user' });
    const answers = await Promise.all(
      times(10, (index) => codeOf(server, id, { computerId: `PC-${String(index)}` })),
    );
    const won = answers.filter(({ status }) => status === 201);
    expect(won).toHaveLength(1);
    for (const { status, json } of answers.filter(({ status }) => status !== 201)) {
      expect([status, json.code]).toEqual([409, 'bound_to_another_machine']);
    }
    expect((await server.get(`/v1/licenses/${id}`)).json.computerId).toBe(won[0]!.json.computerId);
    expect((await server.get(`/v1/activations?license=${id}`)).json.items).toHaveLength(1);
  });

  it('activate one machine: one activation, every code numbered once', async () => {
    const server = await startWithProducts();
    const { id } = await create(server, { kind: 'single-user' });
    const answers = await Promise.all(times(10, () => codeOf(server, id, { siteCode: 'S' })));
    expect(answers.map(({ status }) => status)).toEqual(times(10, () => 201));
    expect(new Set(answers.map(({ json }) => json.id as string)).size).toBe(1);
    const generations = answers.map(({ json }) => claimsOf(json.code).gen).sort((a, b) => a - b);
    expect(generations).toEqual(times(10, (index) => index + 2));
  });

  it('want one key and one serial: one has it', async () => {
    const server = await startWithProducts();
    const requests = [
      { ...kindRequests.domain, product: 'moves', key: 'ONE-KEY' },
      { ...kindRequests.token, product: 'moves', serial: 'ONE-SERIAL' },
    ];
    for (const request of requests) {
      const answers = await Promise.all(times(10, () => server.post('/v1/licenses', request)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, ...times(9, () => 409)]);
    }
  });

  it('give ten licenses one key: one has it', async () => {
    const server = await startWithProducts();
    const licenses = await Promise.all(times(10, () => create(server, kindRequests.domain)));
    const answers = await Promise.all(
      licenses.map(({ id }) => act(server, id, 'key', { key: 'ONE-KEY' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...times(9, () => 409)]);
  });

  it('change nothing under a signing key that was retired meanwhile', async () => {
    const server = await startWithProducts();
    const { id } = await create(server, kindRequests.network);
    const [rotated] = await Promise.all([
      server.post('/v1/signing-keys', { use: 'license' }),
      ...times(5, (index) => patch(server, `/v1/licenses/${id}`, { seats: 10 + index })),
    ]);
    await patch(server, `/v1/licenses/${id}`, { seats: 99 });
    const header = (await readFile(server, id)).split('.')[0]!;
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
    expect(kid).toBe(rotated.json.kid);
  });
});
