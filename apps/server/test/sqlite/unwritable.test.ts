import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { createProducts, paths, sell } from '../support/licenses.js';
import { startServerForTest, type TestServer } from '../support/test-server.js';

const readiness = async (server: TestServer) => {
  const { status, json } = await server.get('/readyz', { key: '' });
  return [status, json.code];
};

const faults: readonly [string, (server: TestServer, isOn: boolean) => Promise<unknown>][] = [
  [
    'a full disk',
    async ({ context: { store } }, isOn) => {
      const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(store.db);
      const most = isOn ? rows[0]!.page_count : 1_000_000;
      return sql`pragma max_page_count = ${sql.lit(most)}`.execute(store.db);
    },
  ],
  [
    'a disk that can only be read',
    ({ context: { store } }, isOn) =>
      sql`pragma query_only = ${sql.lit(isOn ? 1 : 0)}`.execute(store.db),
  ],
];

it.each(faults)(
  '%s turns readiness red and leaves readers alone, until it is mended',
  async (_name, set) => {
    const server = await startServerForTest();
    await createProducts(server);
    const sold = await sell(server);
    expect(await readiness(server)).toEqual([200, undefined]);
    await set(server, true);
    let status = 201;
    for (let i = 0; status === 201; i++) {
      const code = `p${String(i)}`;
      const answer = await server.post('/v1/products', { code, name: 'x'.repeat(100) });
      ({ status } = answer);
      if (status !== 201)
        expect([answer.json.code, answer.headers.get('retry-after')]).toEqual([
          'database_unavailable',
          '1',
        ]);
    }
    expect(status).toBe(503);
    expect((await server.post(paths.activate, sold)).status).toBe(200);
    await set(server, false);
    expect(await readiness(server)).toEqual([200, undefined]);
    expect((await server.post('/v1/products', { code: 'after', name: 'After' })).status).toBe(201);
  },
);

it('a disk that can only be read keeps readiness red for as long as it lasts', async () => {
  const server = await startServerForTest();
  const setReadOnly = (value: 0 | 1) =>
    sql`pragma query_only = ${sql.lit(value)}`.execute(server.context.store.db);
  await setReadOnly(1);
  expect((await server.post('/v1/products', { code: 'a', name: 'A' })).status).toBe(503);
  for (let times = 0; times < 2; times++)
    expect(await readiness(server)).toEqual([503, 'database_unavailable']);
  await setReadOnly(0);
  expect(await readiness(server)).toEqual([200, undefined]);
});
