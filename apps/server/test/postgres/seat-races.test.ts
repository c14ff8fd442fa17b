import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { claimSeatAlone, type SeatClaim } from '../../src/db/seats.js';
import type { Store } from '../../src/db/store.js';
import type { Db, SeatRow } from '../../src/db/tables.js';
import { createProducts } from '../support/licenses.js';
import { sellSerial } from '../support/serials.js';
import { startServerForTest, startOfTests as now } from '../support/test-server.js';

interface Scene {
  readonly store: Store;
  readonly claimOf: (holder: string) => SeatClaim;
  /** Of a seat that ends at so many seconds after the epoch. */
  readonly rowOf: (seat: number, holder: string, generation: number, endsAt: number) => SeatRow;
  /** Somebody else's connection. */
  readonly other: pg.Client;
}

async function start(cap: number): Promise<Scene> {
  const server = await startServerForTest();
  await createProducts(server);
  const { id: licenseId } = await sellSerial(server, { seats: cap });
  const { store, account } = server.context;
  const other = new pg.Client(server.place.config.databaseUrl);
  await other.connect();
  onTestFinished(() => other.end());
  const common = { kind: 'lease' } as const;
  const claimOf = (holder: string): SeatClaim => {
    const name = { accountId: account.id, licenseId, holder, leaseId: `lse_of_${holder}` };
    return { ...common, ...name, now, endsAt: now + 600, cap };
  };
  const rowOf = (seat: number, holder: string, generation: number, endsAt: number): SeatRow => ({
    ...common,
    account_id: account.id,
    license_id: licenseId,
    seat,
    lease_id: `lse_${String(seat)}`,
    holder,
    generation,
    taken_at: 1,
    ends_at: endsAt,
    list: null,
    slot: null,
    token_until: null,
    borrowed_until: null,
    settled_end: null,
  });
  return { store, claimOf, rowOf, other };
}

const claim = (store: Store, wanted: SeatClaim, watch: (db: Db) => Db = (db) => db) =>
  store.transact((db) => claimSeatAlone(watch(db), wanted), { isolation: 'read committed' });

/** Runs something once, between the answer to a query of this position and the next query. */
function after(position: number, work: () => Promise<unknown>): (db: Db) => Db {
  let answered = 0;
  return (db) =>
    db.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        answered += 1;
        if (answered === position) await work();
        return result;
      },
    });
}

describe('a seat', () => {
  it('keeps its generation when somebody was about to take it and got another one', async () => {
    const { store, claimOf, rowOf, other } = await start(2);
    await store.db
      .insertInto('seats')
      .values([rowOf(0, 'h', 5, 10), rowOf(1, 'x', 7, 11)])
      .execute();
    // Somebody takes the ended seat of h, and never commits.
    await other.query('begin');
    await other.query("update seats set holder = 'g', ends_at = 99999999999 where seat = 0");
    const claiming = claim(store, claimOf('h'));
    const waiting = 'select 1 from pg_locks where not granted and pid <> pg_backend_pid()';
    await expect.poll(async () => (await other.query(waiting)).rows.length).toBeGreaterThan(0);
    await other.query('rollback');
    expect(await claiming).toMatchObject({ seat: 0, generation: 6 });
    expect(await claim(store, claimOf('y'))).toMatchObject({ seat: 1, generation: 8 });
  });

  it('is not refused when one is given back and another taken while it is looked for', async () => {
    const { store, claimOf, rowOf, other } = await start(2);
    await store.db
      .insertInto('seats')
      .values(rowOf(0, 'a', 3, now + 600))
      .execute();
    // All rows are held at the fourth query; at no time are both seats.
    const meanwhile = after(4, async () => {
      await other.query('update seats set ends_at = 0 where seat = 0');
      await store.db
        .insertInto('seats')
        .values(rowOf(1, 'b', 1, now + 600))
        .execute();
    });
    expect(await claim(store, claimOf('c'), meanwhile)).toMatchObject({ seat: 0, generation: 4 });
    expect(await claim(store, claimOf('d'))).toBeUndefined();
  });

  it('is refused by an older view too when others took as many as are for sale besides one beyond', async () => {
    const { store, claimOf, rowOf } = await start(2);
    await store.db
      .insertInto('seats')
      .values([rowOf(0, 'a', 1, 10), rowOf(1, 'b', 1, 11), rowOf(2, 'c', 1, now + 600)])
      .execute();
    // A token takes its seat in a serializable transaction, which sees nothing of this.
    const meanwhile = after(1, () => claim(store, claimOf('b')));
    const ofToken = { ...claimOf('d'), kind: 'token' } as const;
    expect(await store.transact((db) => claimSeatAlone(meanwhile(db), ofToken))).toBeUndefined();
  });

  it('is looked for again when somebody was faster to the last number', async () => {
    const { store, claimOf, rowOf } = await start(3);
    await store.db
      .insertInto('seats')
      .values(rowOf(0, 'a', 1, now + 600))
      .execute();
    // Its highest number is known by the fifth query.
    const meanwhile = after(5, () =>
      store.db
        .insertInto('seats')
        .values(rowOf(1, 'b', 1, now + 600))
        .execute(),
    );
    expect(await claim(store, claimOf('c'), meanwhile)).toMatchObject({ seat: 2, generation: 1 });
  });
});
