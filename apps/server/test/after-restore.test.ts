import { createTrustedKeys, verifyStatusList, type VerifiedStatusList } from '@licet/core';
import { inflate } from '@licet/core/node';
import { expect, it } from 'vitest';
import { raiseAfterRestore } from '../src/cli/after-restore.js';
import { invite, join, password } from './support/console.js';
import { claimsOf, createProducts, fetchFile, paths, sell } from './support/licenses.js';
import { sellSerial } from './support/serials.js';
import { itemsOf, startServerForTest, type TestServer } from './support/test-server.js';

async function readList(server: TestServer, index: number): Promise<VerifiedStatusList> {
  const answer = await server.get(`/v1/status-lists/${String(index)}`, { key: '' });
  const { issuer } = server.context.account;
  const keys = itemsOf(await server.get('/v1/signing-keys'));
  const pins = createTrustedKeys(keys.find(({ use }) => use === 'root')!.pem);
  const uri = `urn:licet:${issuer}:status:${String(index)}`;
  const verification = verifyStatusList(answer.text, { uri, issuer, pins, inflate });
  if (!verification.ok) throw new Error(verification.detail);
  return verification.list;
}

it('nothing that is given out after a restore can be mistaken for what was given out before', async () => {
  const server = await startServerForTest();
  await createProducts(server);
  const sold = await sell(server);
  const before = claimsOf(await fetchFile(server, sold));
  const list = await readList(server, 0);
  server.clock.now += 60;
  expect(await raiseAfterRestore(server.context)).toContain(
    'changed after 2026-07-01T00:00:00Z. Done',
  );
  const renewal = { domainKey: sold.domainkey, newValidToDate: '2029-01-01' };
  expect((await server.post(paths.renew, renewal)).status).toBe(200);
  const after = claimsOf(await fetchFile(server, sold));
  expect(after.gen).toBeGreaterThan(before.gen + 100_000);
  expect((await readList(server, 0)).sequence).toBeGreaterThan(list.sequence);

  const next = claimsOf(await fetchFile(server, await sell(server)));
  expect(next.status?.status_list.uri).toMatch(/:status:1$/);
  expect((await readList(server, 1)).sequence).toBeGreaterThan(0);
});

it('every lease has to be checked out again, by which its holder keeps the seat', async () => {
  const server = await startServerForTest();
  await createProducts(server);
  const { id: licenseId } = await sellSerial(server, { seats: 1 });
  const checkout = (holder: string) => server.post('/v1/leases', { licenseId, holder });
  const { json: lease } = await checkout('a');
  await raiseAfterRestore(server.context);
  const beat = { generation: lease.generation };
  expect((await server.post(`/v1/leases/${lease.id}/heartbeat`, beat)).json.code).toBe(
    'lease_lost',
  );
  expect((await checkout('b')).json.code).toBe('no_seat_free');
  const again = await checkout('a');
  expect(again).toMatchObject({ status: 201, json: { seat: 0 } });
  expect(again.json.generation).toBeGreaterThan(lease.generation);
});

it('sessions and invitations that it brought back to life are ended', async () => {
  const server = await startServerForTest();
  const browser = await join(server);
  const session = () => browser.ask('GET', '/v1/products');
  expect((await session()).status).toBe(200);
  const token = await invite(server);
  await raiseAfterRestore(server.context);
  expect((await session()).status).toBe(401);
  const body = { token, email: 'eve@example.com', name: 'Eve', password };
  const answer = await server.post('/console/api/accept-invitation', body, { key: '' });
  expect(answer.status).toBeGreaterThanOrEqual(400);
});

it('a restore is recorded, and done twice it does no harm', async () => {
  const server = await startServerForTest();
  await createProducts(server);
  const sold = await sell(server);
  const file = await fetchFile(server, sold);
  await raiseAfterRestore(server.context);
  await raiseAfterRestore(server.context);
  const log = await server.get('/v1/audit-log?action=account.restore');
  expect(log.json.items).toHaveLength(2);
  expect(await fetchFile(server, sold)).toBe(file);
  const body = { ...sold, webLicenseFile: Buffer.from(file).toString('base64') };
  expect((await server.post(paths.validate, body)).json).toEqual({ valid: true });
});
