import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { claimSeat } from '../../src/db/claim-seats.js';
import { prolongLease, releaseLease } from '../../src/db/hold-seats.js';
import { kindOfSeat, toProlonged } from '../../src/db/seat-proofs.js';
import { prolongLeaseAlone, releaseLeaseAlone } from '../../src/db/leases.js';
import { claimSeatAlone } from '../../src/db/seats.js';
import type { Db, SeatRow } from '../../src/db/tables.js';
import { createProducts } from '../support/licenses.js';
import { sellSerial } from '../support/serials.js';
import {
  startServerForTest,
  startOfTests as now,
  type TestServer,
} from '../support/test-server.js';

type State = Pick<SeatRow, 'kind' | 'ends_at' | 'token_until' | 'borrowed_until' | 'settled_end'>;

const combine = <One, Other>(ones: readonly One[], others: readonly Other[]) =>
  ones.flatMap((one) => others.map((other) => ({ ...one, ...other })));

/** All that a seat can be held by: with documents that ended or count, all the time or not, written by this version or the one before. */
const states: readonly State[] = [
  { ends_at: now - 1, settled: [now - 1] },
  { ends_at: now, settled: [now] },
  { ends_at: now + 100, settled: [now + 100, now + 80] },
].flatMap(({ ends_at, settled }) =>
  combine(
    combine(
      (['lease', 'token', 'borrowed'] as const).map((kind) => ({ kind, ends_at })),
      [null, ...settled].map((settled_end) => ({ settled_end })),
    ),
    combine(
      [null, now, now + 50, now + 70].map((token_until) => ({ token_until })),
      [null, now, now + 50, now + 70].map((borrowed_until) => ({ borrowed_until })),
    ),
  ),
);

interface Ask {
  readonly alone: (db: Db, seat: SeatRow) => Promise<unknown>;
  readonly together: (db: Db, seat: SeatRow) => Promise<unknown>;
}

const toRelease = ({ account_id, lease_id, generation }: SeatRow) => ({
  accountId: account_id,
  leaseId: lease_id,
  generation,
  now,
});

const heartbeat = (endsAt: number): Ask => ({
  alone: (db, seat) => prolongLeaseAlone(db, { ...toRelease(seat), endsAt }),
  together: (db, seat) => prolongLease(db, { ...toRelease(seat), endsAt }),
});

const release: Ask = {
  alone: (db, seat) => releaseLeaseAlone(db, toRelease(seat)),
  together: (db, seat) => releaseLease(db, toRelease(seat)),
};

const claim = (kind: 'lease' | 'token', endsAt: number): Ask => {
  const toClaim = ({ account_id, license_id, holder, seat }: SeatRow) => ({
    accountId: account_id,
    licenseId: license_id,
    holder,
    kind,
    leaseId: `lse_new_${license_id}_${String(seat)}`,
    now,
    endsAt,
    cap: states.length,
  });
  return {
    alone: (db, seat) => claimSeatAlone(db, toClaim(seat)),
    together: (db, seat) => claimSeat(db, toClaim(seat)),
  };
};

const asks: readonly [string, Ask][] = [
  ['a heartbeat that moves the end', heartbeat(now + 200)],
  ['a heartbeat that does not', heartbeat(now + 60)],
  ['a release', release],
  ['a checkout that moves the end', claim('lease', now + 200)],
  ['a checkout that does not', claim('lease', now + 60)],
  ['a token that moves the end', claim('token', now + 200)],
  ['a token that does not', claim('token', now + 60)],
];

/** A license of which each seat is held in another way. */
async function stock(server: TestServer): Promise<readonly SeatRow[]> {
  const { store, account } = server.context;
  const { id } = await sellSerial(server, { seats: states.length });
  const rows = states.map((state, seat): SeatRow => {
    const name = { lease_id: `lse_${id}_${String(seat)}`, holder: `device-${String(seat)}` };
    const more = { generation: 1, taken_at: 1, list: null, slot: null };
    return { account_id: account.id, license_id: id, seat, ...name, ...more, ...state };
  });
  await store.db.insertInto('seats').values(rows).execute();
  return rows;
}

describe('one statement for many does to a seat, whatever holds it, what the one for each does', () => {
  it.each(asks)('%s', async (_, ask) => {
    const server = await startServerForTest();
    await createProducts(server);
    const { store } = server.context;
    const read = async ([first]: readonly SeatRow[]) => {
      const rows = await store.db
        .selectFrom('seats')
        .selectAll()
        .where('license_id', '=', first!.license_id)
        .orderBy('seat')
        .execute();
      return rows.map(({ license_id, ...row }) => ({
        before: states[row.seat],
        ...row,
        lease_id: row.lease_id.replace(license_id, ''),
      }));
    };
    const [one, many] = [await stock(server), await stock(server)];
    for (const seat of one) await ask.alone(store.db, seat);
    const asked = await store.transact(
      (db) => Promise.all(many.map((seat) => ask.together(db, seat))),
      { isolation: 'shared', beginsAgain: () => expect.unreachable() },
    );
    expect(asked).toHaveLength(states.length);
    expect(await read(many)).toEqual(await read(one));
  });
});

it('the kind of a seat that was read is what the database takes it for', async () => {
  const server = await startServerForTest();
  await createProducts(server);
  const rows = await stock(server);
  const { kind } = toProlonged({ kind: sql.lit('lease'), endsAt: sql.lit(0), now: sql.val(now) });
  const read = server.context.store.db.selectFrom('seats').select(['seat', kind.as('kind')]);
  expect(await read.orderBy('seat').execute()).toEqual(
    rows.map((row) => ({ seat: row.seat, kind: kindOfSeat(row, now) })),
  );
});
