import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { domain, startApp, type GuardedApp } from './guarded-app.js';
import { ManualTime } from './manual-time.js';
import { createFolder, expectOk, product, startVendorServer } from './vendor-server.js';

/** 2026-07-01T00:00:00Z */
const start = 1_782_864_000;
const day = 86_400;

async function setUp(changes: Partial<Parameters<typeof startApp>[0]> = {}) {
  const time = new ManualTime(start);
  const server = await startVendorServer(time);
  const { rootPem, url, publishableKey } = server;
  const domainKey = await server.sell(domain);
  const cacheFile = join(await createFolder(), 'license.dat');
  const options = {
    ...{ time, rootPem, url, apiKey: publishableKey, domainKey, cacheFile },
    statusLists: {},
    ...changes,
  };
  const act = async (action: 'revoke' | 'suspend' | 'reinstate') => {
    const { items } = await expectOk(server.client.get('/v1/licenses', { query: { product } }));
    const params = { id: items[0]!.id };
    await expectOk(server.client.post(`/v1/licenses/{id}/${action}`, { params }));
  };
  return { time, server, act, cacheFile, launch: () => startApp(options) };
}

const endsOf = ({ events }: GuardedApp) =>
  events.filter(({ type }) => type === 'license-ended' || type === 'license-reinstated');

/** What the polls of the background have come to when nothing of them is left running. */
const settled = async ({ source }: GuardedApp): Promise<void> => {
  await source.refresh();
};

describe('an application whose license is ended by the vendor', () => {
  it('is refused after one poll, served again when reinstated, and refused for good when revoked', async () => {
    const { launch, act } = await setUp();
    const app = launch();
    await settled(app);
    expect(app.check()).toBe('allowed');
    await act('suspend');
    await settled(app);
    expect(app.check()).toBe('suspended');
    await act('reinstate');
    await settled(app);
    expect(app.check()).toBe('allowed');
    await act('revoke');
    await settled(app);
    expect(app.check()).toBe('revoked');
    expect(endsOf(app).map((event) => ('code' in event ? event.code : event.type))).toEqual([
      'suspended',
      'license-reinstated',
      'revoked',
    ]);
    expect(app.gate.status().license?.troubles).toEqual(['revoked']);
  });

  it('hears of it by itself within a minute', async () => {
    const { launch, act, time } = await setUp();
    const app = launch();
    await settled(app);
    await act('revoke');
    const heard = new Promise<void>((resolve) => {
      const poll = setInterval(() => {
        if (app.check() !== 'revoked') return;
        clearInterval(poll);
        resolve();
      }, 5);
    });
    time.pass(60_000);
    await heard;
    expect(time.clock()).toBe(start + 60);
  });

  it('is refused after a restart too, with no server to ask', async () => {
    const { launch, act, server, cacheFile } = await setUp();
    const first = launch();
    await settled(first);
    await act('revoke');
    await settled(first);
    first.gate.close();
    await server.kill();
    const second = launch();
    expect(second.check()).toBe('revoked');
    expect(readFileSync(`${cacheFile}.lists`, 'utf8')).not.toContain(server.publishableKey);
  });

  it('is not asked about where lists are switched off', async () => {
    const { launch, act, cacheFile } = await setUp({ statusLists: false });
    const app = launch();
    await settled(app);
    await act('revoke');
    await settled(app);
    expect(app.check()).toBe('allowed');
    expect(existsSync(`${cacheFile}.lists`)).toBe(false);
  });
});

describe('a list as a signed word from the vendor', () => {
  it('is one for as long as the server is healthy, although the license never changes', async () => {
    const { launch, time } = await setUp();
    const app = launch();
    for (let days = 0; days < 5; days++) {
      await settled(app);
      const { lastSignedAt = 0 } = app.gate.status().license ?? {};
      expect(time.clock() - lastSignedAt).toBeLessThan(day);
      time.setClock(time.clock() + day);
    }
    expect(app.gate.status().license?.generation).toBe(1);
  });

  it('is not believed when it is older than one that was seen, also after a restart', async () => {
    const replay = await startReplay();
    const { launch, act, server } = await setUp({ statusLists: { addressOf: () => replay.url } });
    const fetchList = async () => (await fetch(`${server.url}/v1/status-lists/0`)).text();
    const first = launch();
    const innocent = await fetchList();
    replay.text = innocent;
    await settled(first);
    await act('revoke');
    replay.text = await fetchList();
    await settled(first);
    expect(first.check()).toBe('revoked');
    first.gate.close();
    replay.text = innocent;
    const second = launch();
    await settled(second);
    expect(second.check()).toBe('revoked');
    expect(second.gate.status().lastListFailure).toMatchObject({ code: 'older_list' });
  });
});

describe('an application whose license was signed by a stolen key', () => {
  it('is refused once the root says so', async () => {
    const { launch, server } = await setUp();
    const app = launch();
    await settled(app);
    expect(app.check()).toBe('allowed');
    const { items } = await expectOk(server.client.get('/v1/signing-keys'));
    const { kid } = items.find(({ use }) => use === 'license')!;
    const burning = await fetch(`${server.url}/v1/signing-keys/${kid}/burn`, {
      method: 'POST',
      headers: { 'x-api-key': server.adminKey },
    });
    expect(burning.status).toBe(200);
    await settled(app);
    expect(app.check()).toBe('burnt_key');
  });
});

/** Somebody on the way who answers with whatever list he likes. */
async function startReplay() {
  const replay = { url: '', text: '' };
  const server: Server = createServer((_request, response) => response.end(replay.text));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  replay.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
  return replay;
}
