import {
  createTrustedKeys,
  findEnd,
  verifyDocument,
  verifyStatusList,
  verifyTrustList,
  type TrustedKeys,
  type VerifiedLicense,
  type VerifiedStatusList,
} from '@licet/core';
import { inflate } from '@licet/core/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { setSlotStatus } from '../src/db/status-slots.js';
import { openContext } from '../src/open-context.js';
import { readStatusList } from '../src/services/status/read-status-list.js';
import { claimsOf, createProducts, fetchFile, kidOf, paths, sell } from './support/licenses.js';
import {
  itemsOf,
  startServerForTest,
  startTestServer,
  type TestServer,
} from './support/test-server.js';

const listPath = '/v1/status-lists/0';

async function rootPins(server: TestServer): Promise<TrustedKeys> {
  const keys = itemsOf(await server.get('/v1/signing-keys'));
  return createTrustedKeys(keys.find(({ use }) => use === 'root')!.pem);
}

async function readList(server: TestServer, path = listPath): Promise<VerifiedStatusList> {
  const answer = await server.get(path, { key: '' });
  const { issuer } = server.context.account;
  const uri = `urn:licet:${issuer}:status:0`;
  const pins = await rootPins(server);
  const verification = verifyStatusList(answer.text, { uri, issuer, pins, inflate });
  if (!verification.ok) throw new Error(verification.detail);
  return verification.list;
}

async function verified(server: TestServer, file: string): Promise<VerifiedLicense> {
  const pins = await rootPins(server);
  const { product } = claimsOf(file);
  const verification = verifyDocument(file, { kind: 'domain-license', product, pins });
  if (!verification.ok) throw new Error(verification.detail);
  return verification.license;
}

/** Issues a license, and tells how a guard with the newest list sees it. */
async function sellAndWatch(server: TestServer) {
  const license = await verified(server, await fetchFile(server, await sell(server)));
  const act = (action: string) => server.post(`/v1/licenses/${license.licenseId}/${action}`, {});
  const end = async () => findEnd(license, { statusList: await readList(server) });
  return { license, act, end };
}

describe('a status list', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
    await createProducts(server);
    return () => server.stop();
  });

  it('is there for everybody before anything was sold, and says what kind it is', async () => {
    const answer = await server.get(listPath, { key: '' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/statuslist+jwt');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=60');
    const list = await readList(server);
    expect(list).toMatchObject({
      issuedAt: server.clock.now,
      expiresAt: server.clock.now + 86_400,
      ttlSeconds: 60,
    });
  });

  it('is not sent again to whoever has it', async () => {
    const etag = (await server.get(listPath)).headers.get('etag') ?? '';
    for (const tag of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const again = await server.get(listPath, { headers: { 'if-none-match': tag } });
      expect([tag, again.status, again.text]).toEqual([tag, 304, '']);
      expect(again.headers.get('etag')).toBe(etag);
    }
    const other = await server.get(listPath, { headers: { 'if-none-match': '"1"' } });
    expect(other.status).toBe(200);
  });

  it('follows a license through its life', async () => {
    const { act, end } = await sellAndWatch(server);
    expect(await end()).toBeUndefined();
    await act('suspend');
    expect(await end()).toBe('suspended');
    await act('reinstate');
    expect(await end()).toBeUndefined();
    await act('suspend');
    await act('revoke');
    expect(await end()).toBe('revoked');
    expect((await act('reinstate')).status).toBe(409);
    expect(await end()).toBe('revoked');
  });

  it('ends a document that was replaced, and keeps it ended whatever becomes of the license', async () => {
    const { license, act, end } = await sellAndWatch(server);
    const { store, account } = server.context;
    const slot = { list: 0, slot: license.status!.index };
    await store.transact((db) => setSlotStatus(db, account.id, slot, 'revoked', store.now()));
    expect(await end()).toBe('revoked');
    await act('suspend');
    expect(await end()).toBe('revoked');
    await act('reinstate');
    expect(await end()).toBe('revoked');
  });

  it('says nothing of any other license', async () => {
    const [mine, other] = [await sellAndWatch(server), await sellAndWatch(server)];
    await mine.act('revoke');
    expect([await mine.end(), await other.end()]).toEqual(['revoked', undefined]);
  });

  it('is signed anew when something changed, in the same second too, with a higher number', async () => {
    const { act } = await sellAndWatch(server);
    const sequences = [];
    for (const action of ['suspend', 'reinstate', 'suspend', 'suspend', 'revoke']) {
      await act(action);
      sequences.push((await readList(server)).sequence);
    }
    const [a = 0] = sequences;
    expect(sequences).toEqual([a, a + 1, a + 2, a + 2, a + 3]);
  });

  it('stays the same text while nothing changes, and is signed anew after half its life', async () => {
    const first = await server.get(listPath);
    await sell(server);
    server.clock.now += 43_199;
    expect((await server.get(listPath)).text).toBe(first.text);
    server.clock.now += 1;
    const { issuedAt, expiresAt } = await readList(server);
    expect([issuedAt, expiresAt]).toEqual([server.clock.now, server.clock.now + 86_400]);
  });

  it('is signed once for all who ask at the same time', async () => {
    const { act } = await sellAndWatch(server);
    await act('revoke');
    const answers = await Promise.all(Array.from({ length: 20 }, () => server.get(listPath)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });

  it.each(['1', '999999', '00', '-1', '1.0', '1e3', 'x', '9'.repeat(30)])(
    'does not exist by the number "%s"',
    async (number) => {
      const answer = await server.get(`/v1/status-lists/${number}`, { key: '' });
      expect([number, answer.status]).toEqual([number, 404]);
    },
  );
});

describe('a list in which much was ended', () => {
  it('says the right thing of every one of thousands, and nothing of the others', async () => {
    const server = await startServerForTest();
    const { store, account } = server.context;
    const row = { account_id: account.id, list: 0, license_id: 'lic_many', changed_at: 0 };
    // Every 101st slot: more than are read at once, in places that no page begins at.
    const rows = Array.from({ length: 3000 }, (_, at) => ({
      ...row,
      slot: at * 101 + 7,
      status: ((at % 2) + 1) as 1 | 2,
    }));
    await store.transact(async (db) => {
      await db.insertInto('status_slots').values(rows).execute();
    });
    const list = await readList(server);
    const said = rows.map(({ slot }) => list.statusOf(slot));
    expect(said).toEqual(rows.map(({ status }) => (status === 1 ? 'invalid' : 'suspended')));
    expect(rows.map(({ slot }) => list.statusOf(slot + 1)).filter((it) => it !== 'valid')).toEqual(
      [],
    );
  });
});

describe('several processes on one database', () => {
  it('serve the same text, and never two texts of one number', async () => {
    const server = await startServerForTest();
    await createProducts(server);
    const place = { ...server.place.config, publicUrl: undefined };
    const other = await openContext(place, { clock: () => server.clock.now, modulusBits: 2048 });
    try {
      const { act } = await sellAndWatch(server);
      const seen = new Map<number, string>();
      for (const action of ['suspend', 'reinstate', 'suspend', 'reinstate', 'revoke']) {
        await act(action);
        const texts = await Promise.all(
          [server.context, other, server.context, other].map((each) => readStatusList(each, 0)),
        );
        for (const published of texts) {
          const { sequence = 0, document = '' } = published ?? {};
          expect(seen.get(sequence) ?? document).toBe(document);
          seen.set(sequence, document);
        }
        expect(new Set(texts.map((published) => published?.sequence)).size).toBe(1);
      }
      expect(seen.size).toBe(5);
    } finally {
      await other.store.close();
    }
  });

  it('go on with higher numbers when a database was restored from a copy', async () => {
    const server = await startServerForTest();
    const { store } = server.context;
    const before = await readList(server);
    server.clock.now += 1000;
    await store.db.updateTable('status_lists').set({ sequence: 1, document: null }).execute();
    const after = await readList(server);
    expect(after.sequence).toBeGreaterThanOrEqual(before.sequence + 1000);
  });
});

describe('the name of a list', () => {
  it('stays what the first document called it, whatever the public URL is later', async () => {
    const publicUrl = 'https://licenses.example.com';
    const server = await startServerForTest({ publicUrl });
    await createProducts(server);
    const nameOf = async (at: TestServer) =>
      claimsOf(await fetchFile(at, await sell(at))).status?.status_list.uri;
    const name = `${publicUrl}/v1/status-lists/0`;
    expect(await nameOf(server)).toBe(name);
    const later = await startServerForTest({ place: server.place });
    expect(await nameOf(later)).toBe(name);
    const { issuer } = server.context.account;
    const { text } = await later.get(listPath);
    const expected = { uri: name, issuer, pins: await rootPins(later), inflate };
    expect(verifyStatusList(text, expected)).toMatchObject({ ok: true });
  });
});

describe('a stolen key', () => {
  const readTrust = async (server: TestServer) => {
    const { text } = await server.get('/v1/trust', { key: '' });
    const verification = verifyTrustList(text, { pins: await rootPins(server) });
    if (!verification.ok) throw new Error(verification.detail);
    return verification.list;
  };
  const burn = (server: TestServer, kid: string, key?: string) =>
    server.post(`/v1/signing-keys/${kid}/burn`, {}, key === undefined ? {} : { key });

  it('is told of by the root, to everybody', async () => {
    const server = await startServerForTest();
    await createProducts(server);
    expect((await readTrust(server)).burnt).toEqual([]);
    const sold = await sell(server);
    const file = await fetchFile(server, sold);
    const first = await readTrust(server);
    const answer = await burn(server, kidOf(file));
    expect(answer.json).toMatchObject({ kid: kidOf(file), use: 'license', status: 'burnt' });
    const trustList = await readTrust(server);
    expect(trustList.burnt).toEqual([kidOf(file)]);
    expect(trustList.sequence).toBeGreaterThan(first.sequence);
    const pins = await rootPins(server);
    const expected = { kind: 'domain-license', product: 'acme-cloud', pins } as const;
    expect(verifyDocument(file, expected)).toMatchObject({ ok: true });
    expect(verifyDocument(file, { ...expected, trustList })).toMatchObject({ code: 'burnt_key' });
    const validity = { ...sold, webLicenseFile: Buffer.from(file).toString('base64') };
    expect((await server.post(paths.validate, validity)).json).toEqual({ valid: false });
  });

  it('is followed by a new one at once, which is not burnt', async () => {
    const server = await startServerForTest();
    await createProducts(server);
    const file = await fetchFile(server, await sell(server));
    await burn(server, kidOf(file));
    const next = await fetchFile(server, await sell(server));
    expect(kidOf(next)).not.toBe(kidOf(file));
    expect((await readTrust(server)).burnt).toEqual([kidOf(file)]);
    expect((await server.get('/readyz')).status).toBe(200);
  });

  it('of the status lists has them signed anew by another', async () => {
    const server = await startServerForTest();
    const before = await readList(server);
    await burn(server, before.kid);
    const after = await readList(server);
    expect(after.kid).not.toBe(before.kid);
    expect(after.sequence).toBeGreaterThan(before.sequence);
  });

  it('is burnt once, and again without any effect', async () => {
    const server = await startServerForTest();
    const { kid } = await readList(server);
    const [first, again] = [await burn(server, kid), await burn(server, kid)];
    expect([first.status, again.status, again.json.status]).toEqual([200, 200, 'burnt']);
    const { sequence } = await readTrust(server);
    expect((await readTrust(server)).sequence).toBe(sequence);
    const status = itemsOf(await server.get('/v1/signing-keys')).filter(
      ({ use }) => use === 'status',
    );
    expect(status.map((key) => key.status).sort()).toEqual(['active', 'burnt']);
  });

  it('has to be a leaf that is known, and an administrator to say so', async () => {
    const server = await startServerForTest();
    const root = itemsOf(await server.get('/v1/signing-keys')).find(({ use }) => use === 'root')!;
    expect(await burn(server, root.kid)).toMatchObject({
      status: 409,
      json: { code: 'root_key_in_use' },
    });
    expect(await burn(server, 'x')).toMatchObject({ json: { code: 'signing_key_not_found' } });
    for (const key of [server.keys.issue, server.keys.client])
      expect((await burn(server, root.kid, key)).status).toBe(403);
  });

  it('is told of to caches as well', async () => {
    const server = await startServerForTest();
    const answer = await server.get('/v1/trust', { key: '' });
    expect(answer.headers.get('content-type')).toBe('application/trust+jwt');
    const etag = answer.headers.get('etag') ?? '';
    const again = await server.get('/v1/trust', { headers: { 'if-none-match': etag } });
    expect([again.status, again.text]).toEqual([304, '']);
  });
});
