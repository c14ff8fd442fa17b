import { createTrustedKeys, verifyLease } from '@licet/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createProducts } from './support/licenses.js';
import { sellSerial } from './support/serials.js';
import {
  itemsOf,
  startServerForTest,
  startTestServer,
  type Answer,
  type TestServer,
} from './support/test-server.js';

const day = 86_400;
let server: TestServer;
let client: { key: string };

async function start(): Promise<void> {
  server = await startServerForTest();
  client = { key: server.keys.client };
  await createProducts(server);
}

const checkout = (licenseId: string, holder: string, more: object = {}): Promise<Answer> =>
  server.post('/v1/leases', { licenseId, holder, ...more }, client);

const act = (lease: Answer, action: string, more: object = {}): Promise<Answer> => {
  const { id, generation } = lease.json;
  return server.post(`/v1/leases/${id}/${action}`, { generation, ...more }, client);
};

const inUse = async (licenseId: string): Promise<number> =>
  itemsOf(await server.get(`/v1/licenses/${licenseId}/seats?limit=100`)).length;

describe('a lease', () => {
  it('takes one seat for each holder, up to the cap', async () => {
    await start();
    const { id, serial } = await sellSerial(server, { seats: 2 });
    const first = await checkout(id, 'a');
    expect(first).toMatchObject({
      status: 201,
      json: {
        licenseId: id,
        holder: 'a',
        seat: 0,
        generation: 1,
        expiresAt: '2026-07-01T00:10:00Z',
      },
    });
    const second = await server.post('/v1/leases', { serial, holder: 'b' }, client);
    expect(second).toMatchObject({ status: 201, json: { seat: 1 } });
    expect(await checkout(id, 'c')).toMatchObject({ status: 409, json: { code: 'no_seat_free' } });
    const again = await checkout(id, 'a', { ttlSeconds: 1200 });
    expect(again).toMatchObject({
      status: 201,
      json: { id: first.json.id, generation: 1, expiresAt: '2026-07-01T00:20:00Z' },
    });
    expect(await inUse(id)).toBe(2);
  });

  it('is free at its end without anybody clearing it away, and a late heartbeat is refused', async () => {
    await start();
    const { id } = await sellSerial(server, { seats: 1 });
    const lost = await checkout(id, 'a', { ttlSeconds: 60 });
    server.clock.now += 59;
    expect((await checkout(id, 'b')).status).toBe(409);
    server.clock.now += 1;
    expect(await act(lost, 'heartbeat')).toMatchObject({
      status: 409,
      json: { code: 'lease_lost' },
    });
    const taken = await checkout(id, 'b');
    expect(taken).toMatchObject({ status: 201, json: { seat: 0, generation: 2 } });
    expect(taken.json.id).not.toBe(lost.json.id);
    for (const action of ['heartbeat', 'borrow']) {
      const answer = await act(lost, action, action === 'borrow' ? { days: 1 } : {});
      expect(answer).toMatchObject({ status: 409, json: { code: 'lease_lost' } });
    }
    expect(await act(lost, 'release')).toMatchObject({ status: 200 });
    expect(await inUse(id)).toBe(1);
  });

  it('lives on by heartbeats, and a short one does not end it earlier', async () => {
    await start();
    const { id } = await sellSerial(server, { seats: 1 });
    const lease = await checkout(id, 'a', { ttlSeconds: 600 });
    server.clock.now += 599;
    expect(await act(lease, 'heartbeat', { ttlSeconds: 60 })).toMatchObject({
      status: 200,
      json: { expiresAt: '2026-07-01T00:10:59Z' },
    });
    server.clock.now -= 300;
    expect(await act(lease, 'heartbeat', { ttlSeconds: 60 })).toMatchObject({
      json: { expiresAt: '2026-07-01T00:10:59Z' },
    });
  });

  it('may be as short as a second, which a heartbeat prolongs by one more', async () => {
    await start();
    const { id } = await sellSerial(server, { seats: 1 });
    const lease = await checkout(id, 'a', { ttlSeconds: 1 });
    expect(lease).toMatchObject({ status: 201, json: { expiresAt: '2026-07-01T00:00:01Z' } });
    expect((await checkout(id, 'b', { ttlSeconds: 1 })).status).toBe(409);
    expect((await act(lease, 'heartbeat', { ttlSeconds: 1 })).status).toBe(200);
    server.clock.now += 1;
    expect((await act(lease, 'heartbeat')).json).toMatchObject({ code: 'lease_lost' });
    expect((await checkout(id, 'b', { ttlSeconds: 1 })).status).toBe(201);
  });

  it('is given back once and for all', async () => {
    await start();
    const { id } = await sellSerial(server, { seats: 1 });
    const lease = await checkout(id, 'a');
    expect(await act(lease, 'release')).toMatchObject({
      status: 200,
      json: { id: lease.json.id, released: true },
    });
    expect((await checkout(id, 'b')).status).toBe(201);
    expect((await act(lease, 'release')).status).toBe(200);
    expect(await inUse(id)).toBe(1);
  });

  it('has a greater generation than all that had its seat before, whether they ended or were given back', async () => {
    await start();
    const { id } = await sellSerial(server, { seats: 1 });
    for (const [holder, generation] of [
      ['a', 1],
      ['b', 2],
      ['b', 3],
      ['a', 4],
    ] as const) {
      const lease = await checkout(id, holder);
      expect(lease).toMatchObject({ status: 201, json: { holder, seat: 0, generation } });
      if (generation === 2) server.clock.now += 600;
      else expect((await act(lease, 'release')).status).toBe(200);
      expect(await act(lease, 'heartbeat')).toMatchObject({
        status: 409,
        json: { code: 'lease_lost' },
      });
    }
  });

  it('that was given back stays so for a server whose clock is behind', async () => {
    await start();
    const { id } = await sellSerial(server, { seats: 1 });
    const lease = await checkout(id, 'a');
    await act(lease, 'release');
    server.clock.now -= 30;
    expect((await act(lease, 'heartbeat')).json.code).toBe('lease_lost');
    expect(await inUse(id)).toBe(0);
  });

  it('ends with its license at the latest', async () => {
    await start();
    const { id } = await sellSerial(server, { valid_to: server.clock.now + 90 });
    const lease = await checkout(id, 'a', { ttlSeconds: 600 });
    expect(lease.json.expiresAt).toBe('2026-07-01T00:01:30Z');
    server.clock.now += 90;
    expect((await checkout(id, 'b')).json.code).toBe('license_expired');
  });

  it.each(['suspend', 'revoke'])(
    'is refused once the license is taken away: %s',
    async (action) => {
      await start();
      const { id } = await sellSerial(server);
      const lease = await checkout(id, 'a');
      await server.post(`/v1/licenses/${id}/${action}`, {});
      const code = action === 'suspend' ? 'license_suspended' : 'license_revoked';
      expect(await checkout(id, 'b')).toMatchObject({ status: 409, json: { code } });
      expect(await act(lease, 'heartbeat')).toMatchObject({ status: 409, json: { code } });
      expect((await act(lease, 'release')).status).toBe(200);
      expect(await inUse(id)).toBe(0);
    },
  );

  it('keeps the seats that are held when the cap is lowered, and gives out none beyond it', async () => {
    await start();
    const { id } = await sellSerial(server, { seats: 3 });
    const leases = [await checkout(id, 'a'), await checkout(id, 'b'), await checkout(id, 'c')];
    const { store } = server.context;
    await store.db.updateTable('licenses').set({ seats: 1 }).where('license_id', '=', id).execute();
    expect((await act(leases[2]!, 'heartbeat')).status).toBe(200);
    expect((await act(leases[2]!, 'borrow', { days: 1 })).json.code).toBe('no_seat_free');
    expect((await act(leases[0]!, 'heartbeat')).status).toBe(200);
    await act(leases[2]!, 'release');
    await act(leases[1]!, 'release');
    expect((await checkout(id, 'd')).json.code).toBe('no_seat_free');
    await act(leases[0]!, 'release');
    // Its own seat is not for sale any more; another one is free.
    expect((await checkout(id, 'c')).json.seat).toBe(0);
    expect((await checkout(id, 'd')).json.code).toBe('no_seat_free');
  });

  it('of a seat that was not for sale for a while has a greater generation than those before', async () => {
    await start();
    const { id } = await sellSerial(server, { seats: 2 });
    const sellSeats = (seats: number) =>
      server.post(`/v1/licenses/${id}`, { seats }, { method: 'PATCH' });
    const first = await checkout(id, 'a');
    await act(await checkout(id, 'b'), 'release');
    expect(await checkout(id, 'b')).toMatchObject({ json: { seat: 1, generation: 2 } });
    await act(first, 'release');
    await sellSeats(1);
    server.clock.now += 600;
    expect(await checkout(id, 'b')).toMatchObject({ json: { seat: 0, generation: 2 } });
    await sellSeats(2);
    expect(await checkout(id, 'c')).toMatchObject({ json: { seat: 1, generation: 3 } });
  });

  it('is not given out while as many seats are held as are for sale, whatever their numbers', async () => {
    await start();
    const { id } = await sellSerial(server, { seats: 3 });
    const leases = [await checkout(id, 'a'), await checkout(id, 'b'), await checkout(id, 'c')];
    await server.post(`/v1/licenses/${id}`, { seats: 2 }, { method: 'PATCH' });
    await act(leases[0]!, 'release');
    expect(await inUse(id)).toBe(2);
    expect((await checkout(id, 'd')).json.code).toBe('no_seat_free');
    await act(leases[2]!, 'release');
    expect((await checkout(id, 'd')).status).toBe(201);
    expect(await inUse(id)).toBe(2);
  });

  it('needs a license whose seats are counted', async () => {
    await start();
    const { id } = await sellSerial(server, { kind: 'single-user', seats: null });
    expect((await checkout(id, 'a')).json.code).toBe('wrong_license_kind');
    expect((await checkout('lic_none', 'a')).json).toMatchObject({
      code: 'license_not_found',
      field: 'licenseId',
    });
    const both = await server.post('/v1/leases', { holder: 'a' }, client);
    expect(both.json).toMatchObject({ code: 'missing_field', field: 'licenseId' });
  });
});

describe('a borrowed seat', () => {
  it('is proved by a document that is verified offline, and stays taken until its end', async () => {
    await start();
    const { id } = await sellSerial(server, { seats: 1 });
    const lease = await checkout(id, 'device-1');
    const borrowed = await act(lease, 'borrow', { days: 7 });
    expect(borrowed).toMatchObject({ status: 201, json: { expiresAt: '2026-07-08T00:00:00Z' } });
    const keys = itemsOf(await server.get('/v1/signing-keys'));
    const pins = createTrustedKeys(keys.find(({ use }) => use === 'root')!.pem);
    const use = { product: 'acme-shop', pins, identifier: 'device-1' };
    const end = server.clock.now + 7 * day;
    const { document } = borrowed.json;
    expect(verifyLease(document, { ...use, now: end - 1 })).toMatchObject({
      ok: true,
      license: { leaseId: lease.json.id, leaseGeneration: 1, expiresAt: end },
    });
    expect(verifyLease(document, { ...use, now: end })).toMatchObject({ code: 'expired' });
    expect(verifyLease(document, { ...use, identifier: 'device-2', now: end - 1 })).toMatchObject({
      code: 'wrong_identifier',
    });
    expect((await act(lease, 'release')).json.code).toBe('lease_borrowed');
    server.clock.now = end - 1;
    expect((await checkout(id, 'device-2')).json.code).toBe('no_seat_free');
    server.clock.now = end;
    expect((await checkout(id, 'device-2')).status).toBe(201);
  });
});

describe('200 clients at once', () => {
  it.each([1, 5, 50])('share %d seats: never more, and none is left free', async (seats) => {
    await start();
    const { id } = await sellSerial(server, { seats });
    const race = async (round: number): Promise<Answer[]> => {
      const clients = Array.from(
        { length: 200 },
        (_, index) => `${String(round)}-${String(index)}`,
      );
      const answers = await Promise.all(clients.map((holder) => checkout(id, holder)));
      const winners = answers.filter(({ status }) => status === 201);
      expect(winners).toHaveLength(seats);
      expect(new Set(winners.map(({ json }) => json.seat)).size).toBe(seats);
      expect(answers.filter(({ json }) => json.code === 'no_seat_free')).toHaveLength(200 - seats);
      expect(await inUse(id)).toBe(seats);
      return winners;
    };
    const winners = await race(1);
    await Promise.all(winners.map((lease) => act(lease, 'release')));
    await race(2);
    server.clock.now += 600;
    await race(3);
  });

  it('get no more than are for sale now, also while some are held that are not any more', async () => {
    await start();
    const other = await startTestServer({ place: server.place });
    onTestFinished(() => other.stop());
    const { id: licenseId } = await sellSerial(server, { seats: 10 });
    const held: Answer[] = [];
    for (let seat = 0; seat < 10; seat++)
      held.push(await checkout(licenseId, `held-${String(seat)}`));
    await server.post(`/v1/licenses/${licenseId}`, { seats: 8 }, { method: 'PATCH' });
    await Promise.all(held.slice(0, 5).map((lease) => act(lease, 'release')));
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        (index % 2 ? server : other).post(
          '/v1/leases',
          { licenseId, holder: `new-${String(index)}` },
          client,
        ),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(answers.filter(({ json }) => json.code === 'no_seat_free')).toHaveLength(197);
    expect(await inUse(licenseId)).toBe(8);
  });

  it('that are one holder have one seat', async () => {
    await start();
    const { id } = await sellSerial(server, { seats: 5 });
    const answers = await Promise.all(Array.from({ length: 50 }, () => checkout(id, 'same')));
    expect(new Set(answers.map(({ json }) => json.id)).size).toBe(1);
    expect(await inUse(id)).toBe(1);
  });

  it('of two servers on one database share the seats of a license', async () => {
    await start();
    const other = await startTestServer({ place: server.place });
    onTestFinished(() => other.stop());
    const { id: licenseId } = await sellSerial(server, { seats: 50 });
    const race = (round: string) =>
      Promise.all(
        Array.from({ length: 200 }, (_, index) =>
          (index % 2 ? server : other).post(
            '/v1/leases',
            { licenseId, holder: `${round}-${String(index)}` },
            client,
          ),
        ),
      );
    for (const round of ['first', 'second']) {
      const answers = await race(round);
      const seats = answers.filter(({ status }) => status === 201).map(({ json }) => json.seat);
      expect([...seats].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
      expect(answers.filter(({ json }) => json.code === 'no_seat_free')).toHaveLength(150);
      server.clock.now += 600;
      other.clock.now += 600;
    }
  });
});
