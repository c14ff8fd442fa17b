import { beforeEach, describe, expect, it } from 'vitest';
import { createProducts } from './support/licenses.js';
import { sellSerial, type SoldSerial } from './support/serials.js';
import {
  itemsOf,
  startServerForTest,
  type Answer,
  type TestServer,
} from './support/test-server.js';

const day = 86_400;
let server: TestServer;
let sold: SoldSerial;
beforeEach(async () => {
  server = await startServerForTest();
  await createProducts(server);
  sold = await sellSerial(server, { seats: 1 });
});

/** Asks operation 11 for a token that takes a seat. */
const issue = (uniqueIdentifier: string): Promise<Answer> =>
  server.post('/token/TokenLicense/generate/tokenlic', {
    tokenSerial: sold.serial,
    programID: 'acme-shop',
    uniqueIdentifier,
    boundToComputer: true,
  });

const checkout = (holder: string): Promise<Answer> =>
  server.post('/v1/leases', { licenseId: sold.id, holder });

const act = (lease: Answer, action: string, more: object = {}): Promise<Answer> => {
  const { id, generation } = lease.json;
  return server.post(`/v1/leases/${String(id)}/${action}`, { generation, ...more });
};

const seats = async () => itemsOf(await server.get(`/v1/licenses/${sold.id}/seats`));

async function revokeActivation(): Promise<void> {
  const [activation] = itemsOf(await server.get(`/v1/activations?license=${sold.id}`));
  const answer = await server.post(`/v1/activations/${activation!.id}/revoke`, undefined);
  expect(answer.status).toBe(200);
}

describe('one seat that a device has by a token and by a lease', () => {
  it('is not given back with the lease while the token counts', async () => {
    const lease = await checkout('a');
    expect((await issue('a')).status).toBe(200);
    await act(lease, 'release');
    expect((await issue('b')).json.code).toBe('no_seat_free');
    expect((await checkout('b')).json.code).toBe('no_seat_free');
    server.clock.now += 30 * day;
    expect((await issue('b')).status).toBe(200);
  });

  it('is free when the activation is revoked, also when the lease was there first', async () => {
    await checkout('a');
    await issue('a');
    await revokeActivation();
    expect(await seats()).toEqual([]);
    expect((await issue('b')).status).toBe(200);
  });

  it('has a lease that lives on by heartbeats, also when the token was there first', async () => {
    await issue('a');
    const lease = await checkout('a');
    expect(lease.status).toBe(201);
    expect((await act(lease, 'heartbeat')).status).toBe(200);
    expect((await act(lease, 'release')).status).toBe(200);
    expect((await checkout('b')).json.code).toBe('no_seat_free');
  });
});
