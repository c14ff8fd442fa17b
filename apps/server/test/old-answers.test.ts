import { expect, it } from 'vitest';
import { startServerForTest } from './support/test-server.js';

it('old answers are deleted a part at a time, so that nobody waits for all of them', async () => {
  const server = await startServerForTest();
  const { store, account } = server.context;
  const toRow = (index: number) => ({
    account_id: account.id,
    api_key_id: 'key_old',
    route: 'POST /v1/leases',
    idempotency_key: `old-${String(index)}`,
    request_hmac: '',
    outcome_sealed: '',
    created_at: store.now() - 24 * 3600,
  });
  for (let part = 0; part < 25; part++) {
    const rows = Array.from({ length: 100 }, (_, index) => toRow(100 * part + index));
    await store.db.insertInto('idempotency').values(rows).execute();
  }
  const left: number[] = [];
  for (const key of ['a', 'b', 'c', 'd']) {
    const headers = { 'idempotency-key': key };
    expect((await server.post('/v1/api-keys', { scope: 'client' }, { headers })).status).toBe(201);
    const old = store.db.selectFrom('idempotency').where('api_key_id', '=', 'key_old');
    left.push((await old.selectAll().execute()).length);
  }
  expect(left).toEqual([1500, 500, 0, 0]);
});
