import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { selectAuditEntries } from '../src/db/audit-log.js';
import { createProducts } from './support/licenses.js';
import { itemsOf, startTestServer, type TestServer } from './support/test-server.js';

const registered = '/token/TokenLicense/generate/tokenlic-registered';

let server: TestServer;
let id: string;
let otherId: string;

/** All that can happen to a license with seats, from its sale on. */
const wholeLife = [
  'license.create',
  'activation.create',
  'holder.update',
  'activation.revoke',
  'lease.checkout',
  'lease.borrow',
  'holder.delete',
  'license.renew',
];

async function live(holder: string): Promise<string> {
  const draft = { kind: 'token', product: 'acme-shop', seats: 3, validTo: '2027-01-01' };
  const { id: licenseId, serial } = (await server.post('/v1/licenses', draft)).json;
  const token = { tokenSerial: serial, programID: 'acme-shop', uniqueIdentifier: holder };
  const person = { name: 'Ada', email: 'ada@example.com' };
  await server.post(registered, { ...token, ...person, boundToComputer: true });
  const [activation] = itemsOf(await server.get(`/v1/licenses/${licenseId}/activations`));
  await server.post(`/v1/activations/${activation!.id}/revoke`, undefined);
  const lease = (await server.post('/v1/leases', { licenseId, holder })).json;
  await server.post(`/v1/leases/${lease.id}/borrow`, { generation: lease.generation, days: 2 });
  const forgotten = `/v1/licenses/${licenseId}/holders?identifier=${holder}`;
  await server.get(forgotten, { method: 'DELETE' });
  await server.post(`/v1/licenses/${licenseId}/renew`, { validTo: '2028-01-01' });
  return licenseId;
}

async function read(
  query: string,
): Promise<{ items: { action: string }[]; nextCursor: string | null }> {
  return (await server.get(`/v1/audit-log?${query}`)).json;
}

const actionsOf = async (query: string): Promise<string[]> =>
  (await read(query)).items.map(({ action }) => action);

beforeAll(async () => {
  server = await startTestServer();
  await createProducts(server);
  [id, otherId] = [await live('ada'), await live('grace')];
});
afterAll(() => server.stop());

describe('the history of a license', () => {
  it('has what was done to it, its activations, leases and holders, and nothing of others', async () => {
    expect(await actionsOf(`license=${id}`)).toEqual(wholeLife.toReversed());
    expect(await actionsOf(`license=${otherId}`)).toEqual(wholeLife.toReversed());
    expect(await actionsOf(`license=${id}&action=lease.borrow`)).toEqual(['lease.borrow']);
    expect(await actionsOf('license=lic_x')).toEqual([]);
  });

  it('is told page by page', async () => {
    const paged: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await read(`license=${id}&limit=3${cursor && `&cursor=${cursor}`}`);
      paged.push(...page.items.map(({ action }) => action));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(wholeLife.toReversed());
  });

  it('is read from its index, in order', async () => {
    const { db } = server.context.store;
    const page = { limit: 50, after: [1, 'chn', 1] } as const;
    const query = selectAuditEntries(db, 'acc', { license: id }, page).compile();
    const plan = await db.transaction().execute(async (transaction) => {
      // A table of so few rows is not worth an index.
      if (inject('engine') === 'postgres')
        await sql`set local enable_seqscan = off`.execute(transaction);
      const explain = inject('engine') === 'postgres' ? 'explain' : 'explain query plan';
      const { rows } = await transaction.executeQuery({ ...query, sql: `${explain} ${query.sql}` });
      return JSON.stringify(rows);
    });
    expect(plan).toContain('audit_log_by_license');
    expect(plan).not.toMatch(/sort|temp b-tree/i);
  });

  it('is told also when somebody damaged an entry, which the verification finds', async () => {
    const damage = sql`update audit_log set details = '{' where action = 'lease.borrow'`;
    await damage.execute(server.context.store.db);
    const others = wholeLife.filter((action) => action !== 'lease.borrow');
    expect(await actionsOf(`license=${id}`)).toEqual(others.toReversed());
  });
});
