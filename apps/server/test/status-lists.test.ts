import { findEnd, verifyDocument, verifyStatusList, type VerifiedLicense } from '@licet/core';
import { inflate } from '@licet/core/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { setSlotStatus } from '../src/db/status-slots.js';
import { openContext } from '../src/open-context.js';
import { readStatusList } from '../src/services/status/read-status-list.js';
import { claimsOf, createProducts, fetchFile, sell } from './support/licenses.js';
import { listPath, readList, rootPins } from './support/status-lists.js';
import { startServerForTest, startTestServer, type TestServer } from './support/test-server.js';

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
