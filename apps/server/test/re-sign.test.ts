import { createTrustedKeys, verifyDocument, verifyTrustList } from '@licet/core';
import { describe, expect, it } from 'vitest';
import { reSignLicenses } from '../src/services/licenses/re-sign-licenses.js';
import {
  claimsOf,
  createProducts,
  fetchFile,
  kidOf,
  paths,
  sell,
  type Sold,
} from './support/licenses.js';
import { startProgram } from './support/program.js';
import { act, create, kindRequests, readFile } from './support/sales.js';
import { itemsOf, startServerForTest, type TestServer } from './support/test-server.js';

const deadFile = { status: 503, json: { code: 'license_file_burnt' } };

async function start(): Promise<TestServer> {
  const server = await startServerForTest();
  await createProducts(server);
  return server;
}

const leafOf = async (server: TestServer) => {
  const keys = itemsOf(await server.get('/v1/signing-keys'));
  return keys.find(({ use, status }) => use === 'license' && status === 'active')!.kid;
};

/** Burns the leaf that signs licenses. */
async function burn(server: TestServer): Promise<string> {
  const kid = await leafOf(server);
  const answer = await server.post(`/v1/signing-keys/${kid}/burn`, {});
  expect(answer.status).toBe(200);
  return kid;
}

const everywhere = ({ context }: TestServer, product?: string) => ({
  accountId: context.account.id,
  product,
});
const reSign = (server: TestServer, product?: string) =>
  reSignLicenses(server.context, everywhere(server, product), () => undefined);

const activate = (server: TestServer, { scriptname, domainname, domainkey }: Sold) =>
  server.post(paths.activate, {
    scriptName: scriptname,
    domainName: domainname,
    domainKey: domainkey,
  });

const entriesOf = async (server: TestServer) =>
  (await server.get('/v1/audit-log?action=license.re-sign&limit=100')).json.items as {
    target: string;
    actor: string;
    details: object;
  }[];

describe('a file that a stolen key signed', () => {
  it('is not handed out, and whoever asks is told to ask again later', async () => {
    const server = await start();
    const sold = await sell(server);
    const { id } = await create(server, kindRequests.network);
    await burn(server);
    const answer = await activate(server, sold);
    expect(answer).toMatchObject(deadFile);
    expect(answer.headers.get('retry-after')).toBe('60');
    expect(await server.get(`/v1/licenses/${id}/file`)).toMatchObject(deadFile);
  });

  it('is handed out as before when its key was retired only', async () => {
    const server = await start();
    const sold = await sell(server);
    const file = await fetchFile(server, sold);
    await server.post('/v1/signing-keys', { use: 'license' });
    expect(await fetchFile(server, sold)).toBe(file);
    expect(await reSign(server)).toEqual({ signed: 0, failed: [] });
  });

  it('is signed anew with the same claims, in the same slot, and is good again', async () => {
    const server = await start();
    const sold = await sell(server);
    const before = await fetchFile(server, sold);
    const previousKid = await burn(server);
    server.clock.now += 100;
    expect(await reSign(server)).toEqual({ signed: 1, failed: [] });
    const file = await fetchFile(server, sold);
    expect(kidOf(file)).toBe(await leafOf(server));
    const [claims, { gen, iat }] = [claimsOf(file), claimsOf(before)];
    const changed = { gen: gen + 1, iat: iat + 100, jti: claims.jti };
    expect(claims).toEqual({ ...claimsOf(before), ...changed });

    const root = itemsOf(await server.get('/v1/signing-keys')).find(({ use }) => use === 'root')!;
    const pins = createTrustedKeys(root.pem);
    const trust = verifyTrustList((await server.get('/v1/trust')).text, { pins });
    if (!trust.ok) throw new Error(trust.detail);
    const expected = { kind: 'domain-license', product: 'acme-cloud', pins } as const;
    const trustList = trust.list;
    expect(verifyDocument(before, { ...expected, trustList })).toMatchObject({ code: 'burnt_key' });
    expect(verifyDocument(file, { ...expected, trustList })).toMatchObject({ ok: true });
    const request = { ...sold, webLicenseFile: Buffer.from(file).toString('base64') };
    expect((await server.post(paths.validate, request)).json).toEqual({ valid: true });
    expect(await entriesOf(server)).toMatchObject([
      { actor: 'system', details: { previousKid, generation: gen + 1 } },
    ]);
  });

  it('is signed anew by operation 1 too, in the name of who asks for the license once more', async () => {
    const server = await start();
    const sold = await sell(server);
    await burn(server);
    for (let time = 0; time < 2; time++) {
      const again = await server.post(paths.generate, sold, { key: server.keys.issue });
      expect(again.json).toEqual({ fileName: 'license.dat' });
    }
    expect(kidOf(await fetchFile(server, sold))).toBe(await leafOf(server));
    expect(await entriesOf(server)).toMatchObject([{ actor: expect.stringMatching(/^api-key:/) }]);
  });
});

describe('signing anew', () => {
  it('is for every kind that has a file, also of a suspended license, and not for a revoked one', async () => {
    const server = await start();
    const requests = [kindRequests.domain, kindRequests.network, kindRequests['single-user']];
    const [first, second, third] = await Promise.all(
      requests.map((request) => create(server, request)),
    );
    await create(server, kindRequests.token);
    await act(server, first!.id, 'suspend');
    await act(server, second!.id, 'revoke');
    await burn(server);
    expect(await reSign(server)).toEqual({ signed: 2, failed: [] });
    const kid = await leafOf(server);
    for (const { id } of [first!, third!]) expect(kidOf(await readFile(server, id))).toBe(kid);
    expect(await server.get(`/v1/licenses/${second!.id}/file`)).toMatchObject({
      status: 409,
      json: { code: 'license_revoked' },
    });
  });

  it('goes on where it was left, product by product, and then has nothing to do', async () => {
    const server = await start();
    for (const scriptname of ['acme-shop', 'acme-cloud', 'acme-shop']) {
      await sell(server, { scriptname });
    }
    await burn(server);
    expect((await reSign(server, 'acme-shop')).signed).toBe(2);
    expect((await reSign(server)).signed).toBe(1);
    expect((await reSign(server)).signed).toBe(0);
    await burn(server);
    expect((await reSign(server)).signed).toBe(3);
  });

  it('leaves out what cannot be signed, and says why', async () => {
    const server = await start();
    const { id } = await create(server, kindRequests.domain);
    const sold = await sell(server);
    await burn(server);
    const features = JSON.stringify(Array.from({ length: 100 }, (_, at) => `${at}`.padEnd(64)));
    await server.context.store.db
      .updateTable('licenses')
      .set({ features })
      .where('license_id', '=', id)
      .execute();
    const failed = [{ id, code: 'license_too_large' }];
    expect(await reSign(server)).toEqual({ signed: 1, failed });
    expect((await activate(server, sold)).status).toBe(200);
  });

  it('takes nothing back that servers change meanwhile', async () => {
    const server = await start();
    const other = await startServerForTest({ place: server.place });
    const sales = await Promise.all(Array.from({ length: 40 }, () => sell(server)));
    await burn(server);
    const renewals = sales.map(({ domainkey: domainKey }) =>
      other.post(paths.renew, { domainKey, newValidToDate: '2030-01-01T00:00:00Z' }),
    );
    const [{ signed, failed }, ...answers] = await Promise.all([reSign(server), ...renewals]);
    expect(answers.map(({ status }) => status)).toEqual(sales.map(() => 200));
    expect(failed).toEqual([]);
    const kid = await leafOf(server);
    for (const sold of sales) {
      const file = await fetchFile(server, sold);
      expect([kidOf(file), claimsOf(file).exp]).toEqual([kid, 1_893_456_000]);
    }
    expect(await entriesOf(server)).toHaveLength(signed);
  });
});

describe('the command re-sign', () => {
  it('tells how far it is and what it did, beside a running server', async () => {
    const server = await start();
    const sales = await Promise.all(Array.from({ length: 3 }, () => sell(server)));
    await burn(server);
    const run = startProgram(['re-sign'], server.place.env);
    expect(await run.exit).toBe(0);
    expect(run.stdout()).toMatch(/^Files signed anew: 3\./);
    expect(run.stderr()).toMatch(/^Looked at: 3 of 3 licenses, 100 %, \d+ licenses\/s\n$/);
    const kid = await leafOf(server);
    for (const sold of sales) expect(kidOf(await fetchFile(server, sold))).toBe(kid);
    const unknown = startProgram(['re-sign', '--product', 'nothing'], server.place.env);
    expect([await unknown.exit, unknown.stderr()]).toEqual([
      1,
      'licet-server: there is no product nothing\n',
    ]);
  });

  it('goes on after it was killed, and signs nothing twice', async () => {
    const server = await start();
    await Promise.all(Array.from({ length: 80 }, () => sell(server)));
    await burn(server);
    const killed = startProgram(['re-sign'], server.place.env);
    await expect
      .poll(async () => (await entriesOf(server)).length, { interval: 5, timeout: 20_000 })
      .toBeGreaterThan(0);
    killed.signal('SIGKILL');
    await killed.exit;
    const repeated = startProgram(['re-sign', '--product', 'acme-cloud'], server.place.env);
    expect(await repeated.exit).toBe(0);
    const targets = (await entriesOf(server)).map(({ target }) => target);
    expect([targets.length, new Set(targets).size]).toEqual([80, 80]);
  });
});
