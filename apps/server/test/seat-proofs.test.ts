import { sql } from 'kysely';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { raiseAfterRestore } from '../src/cli/after-restore.js';
import { createPlace } from './support/place.js';
import { createProducts } from './support/licenses.js';
import { sellSerial, type SoldSerial } from './support/serials.js';
import {
  itemsOf,
  startServerForTest,
  startTestServer,
  type Answer,
  type TestServer,
} from './support/test-server.js';

const day = 86_400;
let server: TestServer;
let sold: SoldSerial;
/** When the test began. */
let start: number;

/** Sells one seat. */
async function begin(on: TestServer): Promise<void> {
  server = on;
  start = server.clock.now;
  await createProducts(server);
  sold = await sellSerial(server, { seats: 1 });
}

beforeEach(async () => begin(await startServerForTest()));

const checkout = (holder: string, more: object = {}): Promise<Answer> =>
  server.post('/v1/leases', { licenseId: sold.id, holder, ...more });

const act = (lease: Answer, action: string, more: object = {}): Promise<Answer> => {
  const { id, generation } = lease.json;
  return server.post(`/v1/leases/${String(id)}/${action}`, { generation, ...more });
};

/** Asks operation 11 for a token, which takes a seat for 30 days. */
const issue = (uniqueIdentifier: string): Promise<Answer> =>
  server.post('/token/TokenLicense/generate/tokenlic', {
    tokenSerial: sold.serial,
    programID: 'acme-shop',
    uniqueIdentifier,
    boundToComputer: true,
  });

const succeeded = async (asked: Promise<Answer>): Promise<Answer> => {
  const answer = await asked;
  expect([answer.status, answer.text]).toEqual([expect.toSatisfy((it) => it < 300), answer.text]);
  return answer;
};

const seats = async () =>
  itemsOf(await server.get(`/v1/licenses/${sold.id}/seats`)) as unknown as {
    holder: string;
    kind: string;
  }[];

async function revokeActivation(): Promise<void> {
  const [activation] = itemsOf(await server.get(`/v1/activations?license=${sold.id}`));
  await succeeded(server.post(`/v1/activations/${activation!.id}/revoke`, undefined));
}

/** The seat is held by its first holder until an instant, and free from then on. */
async function expectFreeAt(instant: number): Promise<void> {
  server.clock.now = instant - 1;
  expect((await checkout('another', { ttlSeconds: 1 })).json.code).toBe('no_seat_free');
  server.clock.now = instant;
  expect((await checkout('another', { ttlSeconds: 1 })).status).toBe(201);
}

const expectFree = async () => expect((await checkout('another')).status).toBe(201);

async function expectFreeWhenReleased(lease: Answer): Promise<void> {
  await succeeded(act(lease, 'release'));
  await expectFree();
}

/** Gives signs of life until an instant, the last of which is good for another day. */
async function beatUntil(lease: Answer, instant: number): Promise<void> {
  while (server.clock.now < instant) {
    server.clock.now = Math.min(instant, server.clock.now + day - 1);
    await succeeded(act(lease, 'heartbeat', { ttlSeconds: day }));
  }
}

describe('a borrowed seat whose device is back and goes on with heartbeats', () => {
  let lease: Answer;
  const end = () => start + 3 * day;
  beforeEach(async () => {
    lease = await succeeded(checkout('a'));
    await succeeded(act(lease, 'borrow', { days: 3 }));
  });

  it('is not given back before the end of the document, and is free with the release after it', async () => {
    await beatUntil(lease, end() - 1);
    expect(await act(lease, 'release')).toMatchObject({
      status: 409,
      json: { code: 'lease_borrowed' },
    });
    expect(await seats()).toMatchObject([{ holder: 'a', kind: 'borrowed' }]);
    server.clock.now = end();
    expect(await seats()).toMatchObject([{ holder: 'a', kind: 'lease' }]);
    await expectFreeWhenReleased(lease);
  });

  it('is any leased seat long after that', async () => {
    await beatUntil(lease, end() + 2 * day);
    expect((await checkout('another')).json.code).toBe('no_seat_free');
    expect(await seats()).toMatchObject([{ holder: 'a', kind: 'lease' }]);
    await expectFreeWhenReleased(lease);
  });

  it('goes on by another checkout too, and is free one time to live after the last', async () => {
    server.clock.now = end() - 1;
    await succeeded(checkout('a'));
    server.clock.now += 2;
    expect((await succeeded(checkout('a'))).json.id).toBe(lease.json.id);
    await expectFreeAt(end() + 601);
  });

  it('is borrowed again, and then until that document ends', async () => {
    await beatUntil(lease, end() + day);
    await succeeded(act(lease, 'borrow', { days: 1 }));
    expect(await seats()).toMatchObject([{ kind: 'borrowed' }]);
    await beatUntil(lease, end() + 2 * day - 1);
    expect((await act(lease, 'release')).json.code).toBe('lease_borrowed');
    server.clock.now = end() + 2 * day;
    await expectFreeWhenReleased(lease);
  });

  it('is kept by a token that is issued meanwhile when the borrowed days are over', async () => {
    server.clock.now += day;
    await succeeded(issue('a'));
    await beatUntil(lease, end() - 1);
    expect((await act(lease, 'release')).json.code).toBe('lease_borrowed');
    expect(await seats()).toMatchObject([{ kind: 'borrowed' }]);
    server.clock.now += 1;
    expect(await seats()).toMatchObject([{ kind: 'token' }]);
    await succeeded(act(lease, 'release'));
    expect(await seats()).toMatchObject([{ kind: 'token' }]);
    await expectFreeAt(start + 31 * day);
  });

  it('is borrowed until the later end of two documents, also when the second is the shorter', async () => {
    await succeeded(act(lease, 'borrow', { days: 1 }));
    await beatUntil(lease, end() - 1);
    expect((await act(lease, 'release')).json.code).toBe('lease_borrowed');
    server.clock.now = end();
    await expectFreeWhenReleased(lease);
  });

  it('loses its lease by a restore of a backup once the document has ended', async () => {
    await beatUntil(lease, end() - 1);
    await raiseAfterRestore(server.context);
    await succeeded(act(lease, 'heartbeat'));
    server.clock.now = end();
    await raiseAfterRestore(server.context);
    expect((await act(lease, 'heartbeat')).json.code).toBe('lease_lost');
  });
});

it('a seat is either lent out or given back when its device asks for both at once', async () => {
  const { id } = await sellSerial(server, { seats: 30 });
  const holders = Array.from({ length: 30 }, (_, index) => `holder-${String(index)}`);
  const outcomes = await Promise.all(
    holders.map(async (holder) => {
      const lease = await succeeded(server.post('/v1/leases', { licenseId: id, holder }));
      return Promise.all([act(lease, 'borrow', { days: 3 }), act(lease, 'release')]);
    }),
  );
  for (const [borrowing, release] of outcomes)
    expect(['lease_lost 200', '201 lease_borrowed']).toContain(
      [borrowing, release].map(({ status, json }) => json.code ?? status).join(' '),
    );
});

describe('a seat that a device has by a token and by a lease', () => {
  let lease: Answer;
  const end = () => start + 30 * day;
  beforeEach(async () => {
    await succeeded(issue('a'));
    lease = await succeeded(checkout('a'));
  });

  it('is kept by the token until its end and no longer when the lease that outlives it is given back', async () => {
    await beatUntil(lease, end() - 1);
    await succeeded(act(lease, 'release'));
    await expectFreeAt(end());
  });

  it('is free with the release once the token has ended', async () => {
    await beatUntil(lease, end() - 1);
    server.clock.now = end();
    expect(await seats()).toMatchObject([{ holder: 'a', kind: 'lease' }]);
    await expectFreeWhenReleased(lease);
  });

  it('is free with the release of a lease that goes on long after the token', async () => {
    await beatUntil(lease, end() + 2 * day);
    await expectFreeWhenReleased(lease);
  });

  it('is kept by a token that is issued again while the lease outlives the one before', async () => {
    await beatUntil(lease, end() - 1);
    await succeeded(issue('a'));
    expect(await seats()).toMatchObject([{ kind: 'token' }]);
    await succeeded(act(lease, 'release'));
    await expectFreeAt(end() - 1 + 30 * day);
  });

  it('is kept by a token that is issued again long after the one before', async () => {
    await beatUntil(lease, end() + 2 * day);
    await succeeded(issue('a'));
    await succeeded(act(lease, 'release'));
    await expectFreeAt(end() + 32 * day);
  });

  it('stays leased when the activation is revoked after the token has ended', async () => {
    await beatUntil(lease, end() + 1);
    await revokeActivation();
    expect(await seats()).toMatchObject([{ holder: 'a', kind: 'lease' }]);
    await expectFreeWhenReleased(lease);
  });

  it('is free when the activation is revoked while the token counts, however long the lease', async () => {
    await beatUntil(lease, end() - 1);
    await revokeActivation();
    await expectFree();
  });

  it('is borrowed for longer as well, and then until the end of that', async () => {
    await succeeded(act(lease, 'borrow', { days: 40 }));
    await beatUntil(lease, start + 40 * day - 1);
    expect((await act(lease, 'release')).json.code).toBe('lease_borrowed');
    server.clock.now += 1;
    await expectFreeWhenReleased(lease);
  });

  it('is borrowed for shorter as well, and kept by the token when those days are over', async () => {
    await succeeded(act(lease, 'borrow', { days: 3 }));
    await beatUntil(lease, start + 3 * day - 1);
    expect((await act(lease, 'release')).json.code).toBe('lease_borrowed');
    expect(await seats()).toMatchObject([{ kind: 'borrowed' }]);
    server.clock.now += 1;
    expect(await seats()).toMatchObject([{ kind: 'token' }]);
    await succeeded(act(lease, 'release'));
    expect(await seats()).toMatchObject([{ kind: 'token' }]);
    await expectFreeAt(end());
  });

  it('is kept by the borrowed days alone when the activation is revoked', async () => {
    await succeeded(act(lease, 'borrow', { days: 3 }));
    await revokeActivation();
    expect(await seats()).toMatchObject([{ holder: 'a', kind: 'borrowed' }]);
    expect((await act(lease, 'release')).json.code).toBe('lease_borrowed');
    await expectFreeAt(start + 3 * day);
  });
});

describe('a seat whose proof was written by the version before', () => {
  /** What that version does for a token, or for a document that lends the seat, that counts until an instant. */
  const writeAsBefore = (kind: 'token' | 'borrowed', until: number) =>
    server.context.store.db
      .updateTable('seats')
      .set((eb) => ({
        ends_at: eb.case().when('ends_at', '<', until).then(until).else(eb.ref('ends_at')).end(),
        kind,
      }))
      .where('license_id', '=', sold.id)
      .execute();

  it.each(['token', 'borrowed'] as const)('is kept until the end of a %s', async (kind) => {
    const lease = await succeeded(checkout('a'));
    await writeAsBefore(kind, start + 3 * day);
    await beatUntil(lease, start + 3 * day - 1);
    const released = await act(lease, 'release');
    expect(released.status).toBe(kind === 'token' ? 200 : 409);
    expect(await seats()).toMatchObject([{ kind }]);
    server.clock.now = start + 3 * day;
    await expectFreeWhenReleased(lease);
  });

  it.each(['token', 'borrowed'] as const)(
    'is kept until the end of a %s that follows a shorter one of this version',
    async (kind) => {
      const lease = await succeeded(checkout('a'));
      await succeeded(kind === 'token' ? issue('a') : act(lease, 'borrow', { days: 30 }));
      await beatUntil(lease, start + 30 * day - 1);
      await writeAsBefore(kind, start + 60 * day);
      server.clock.now = start + 31 * day;
      const released = await act(lease, 'release');
      expect(released.status).toBe(kind === 'token' ? 200 : 409);
      await expectFreeAt(start + 60 * day);
    },
  );

  it('is counted as that version did after the upgrade, whatever has it', async () => {
    const place = await createPlace();
    onTestFinished(() => place.remove());
    const before = await startTestServer({ place });
    await begin(before);
    await server.post(`/v1/licenses/${sold.id}`, { seats: 4 }, { method: 'PATCH' });
    const [leased, kept, borrowed] = [
      await succeeded(checkout('leased')),
      await succeeded(checkout('kept')),
      await succeeded(checkout('borrowed')),
    ];
    await succeeded(issue('kept'));
    await succeeded(issue('alone'));
    await succeeded(act(borrowed, 'borrow', { days: 3 }));
    const { db } = server.context.store;
    for (const column of ['token_until', 'borrowed_until', 'settled_end'])
      await sql`alter table seats drop column ${sql.ref(column)}`.execute(db);
    await sql`delete from kysely_migration where name like '0009%'`.execute(db);
    await before.stop();

    server = await startServerForTest({ place });
    expect(await seats()).toMatchObject([
      { holder: 'leased', kind: 'lease', endsAt: '2026-07-01T00:10:00Z' },
      { holder: 'kept', kind: 'token', endsAt: '2026-07-31T00:00:00Z' },
      { holder: 'borrowed', kind: 'borrowed', endsAt: '2026-07-04T00:00:00Z' },
      { holder: 'alone', kind: 'token', endsAt: '2026-07-31T00:00:00Z' },
    ]);
    await succeeded(act(leased, 'release'));
    await succeeded(act(kept, 'release'));
    expect((await act(borrowed, 'release')).json.code).toBe('lease_borrowed');
    expect((await seats()).map(({ holder }) => holder)).toEqual(['kept', 'borrowed', 'alone']);
    await beatUntil(borrowed, start + 3 * day);
    await succeeded(act(borrowed, 'release'));
    expect((await seats()).map(({ holder }) => holder)).toEqual(['kept', 'alone']);
    await beatUntil(kept, start + 30 * day);
    expect(await seats()).toMatchObject([{ holder: 'kept', kind: 'lease' }]);
    await succeeded(act(kept, 'release'));
    expect(await seats()).toEqual([]);
  });
});
