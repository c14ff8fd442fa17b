// Put into apps/server/test/postgres and run with --project postgres.
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { claimSeatAlone } from '../../src/db/seats.js';
import { createProducts } from '../support/licenses.js';
import { sellSerial } from '../support/serials.js';
import { startServerForTest, startOfTests as now } from '../support/test-server.js';

it('a seat keeps its generation when somebody clears it away and then takes another one', async () => {
  const server = await startServerForTest();
  await createProducts(server);
  const { id: licenseId } = await sellSerial(server, { seats: 2 });
  const { store, account } = server.context;
  const row = (seat: number, holder: string, generation: number) => ({
    account_id: account.id, license_id: licenseId, seat, lease_id: `lse_${String(seat)}`, holder,
    kind: 'lease' as const, generation, taken_at: 1, ends_at: 10 + seat, list: null, slot: null,
  });
  await store.db.insertInto('seats').values([row(0, 'h', 5), row(1, 'x', 7)]).execute();
  const other = new pg.Client(server.place.config.databaseUrl);
  await other.connect();
  onTestFinished(() => other.end());
  await other.query('begin');
  // Somebody is taking the ended seat of h, and is killed before the commit.
  await other.query("update seats set holder = 'g', ends_at = 99999999999 where seat = 0");
  const claim = { accountId: account.id, licenseId, holder: 'h', kind: 'lease' as const, leaseId: 'lse_new', now, endsAt: now + 600, cap: 2 };
  const claiming = store.transact((db) => claimSeatAlone(db, claim), { isolation: 'read committed' });
  await expect
    .poll(async () => (await other.query("select 1 from pg_locks where not granted and pid <> pg_backend_pid()")).rows.length)
    .toBeGreaterThan(0);
  await other.query('rollback');
  const seat = await claiming;
  const rows = await store.db.selectFrom('seats').select(['seat', 'holder', 'generation']).orderBy('seat').execute();
  console.log('h got', seat?.seat, 'generation', seat?.generation, '; rows', JSON.stringify(rows));
  const next = await store.transact((db) => claimSeatAlone(db, { ...claim, holder: 'y', leaseId: 'lse_next' }), { isolation: 'read committed' });
  console.log('y got', next?.seat, 'generation', next?.generation);
  expect(next?.generation).toBe(8);
});
