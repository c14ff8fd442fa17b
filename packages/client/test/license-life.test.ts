import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { domain, startApp, type AppOptions } from './guarded-app.js';
import { ManualTime } from './manual-time.js';
import { createFolder, expectOk, product, startVendorServer } from './vendor-server.js';

/** 2026-07-01T00:00:00Z */
const start = 1_782_864_000;
const day = 86_400;

async function setUp(changes: Partial<AppOptions> = {}) {
  const time = new ManualTime(start);
  const server = await startVendorServer(time);
  const { rootPem, url, publishableKey } = server;
  const domainKey = await server.sell(domain);
  const cacheFile = join(await createFolder(), 'license.dat');
  const options = { time, rootPem, url, apiKey: publishableKey, domainKey, cacheFile, ...changes };
  const renew = (newValidToDate: string) =>
    expectOk(
      server.client.post('/update/LicenseUpdate/RenewDomainLicense', {
        body: { domainKey, newValidToDate },
      }),
    );
  const act = async (action: 'revoke' | 'suspend' | 'reinstate') => {
    const { items } = await expectOk(server.client.get('/v1/licenses', { query: { product } }));
    const params = { id: items[0]!.id };
    await expectOk(server.client.post(`/v1/licenses/{id}/${action}`, { params }));
  };
  return { time, server, cacheFile, domainKey, renew, act, launch: () => startApp(options) };
}

describe('an application with a license from the real server', () => {
  it('asks for patience until its first license has come, and keeps it for the next start', async () => {
    const { launch, cacheFile, server } = await setUp();
    const first = launch();
    expect(first.check()).toBe('no_license');
    expect(await first.source.refresh()).toMatchObject({ ok: true, generation: 1, isNew: true });
    expect(first.check()).toBe('allowed');
    expect(first.check('evil.test')).toBe('wrong_host');
    expect(readFileSync(cacheFile, 'utf8').split('.')).toHaveLength(3);
    for (const path of [cacheFile, `${cacheFile}.state`])
      expect(statSync(path).mode & 0o777).toBe(0o600);
    first.gate.close();

    await server.kill();
    const second = launch();
    expect(second.check()).toBe('allowed');
    expect(await second.source.refresh()).toMatchObject({ ok: false, code: 'unreachable' });
    expect(second.check()).toBe('allowed');
    expect(second.source.status).toEqual({
      lastSuccessAt: undefined,
      lastFailure: { code: 'unreachable', at: start },
      nextAttemptAt: start + 4,
      cachedGeneration: 1,
      cacheFailure: undefined,
    });
    second.gate.close();

    await server.restart();
    const third = launch();
    expect(await third.source.refresh()).toMatchObject({ ok: true, generation: 1, isNew: false });
  });

  it('takes up a renewal with one refresh, before or after the end', async () => {
    const { launch, renew, time } = await setUp();
    const app = launch();
    await app.source.refresh();
    await renew('2026-08-15T00:00:00Z');
    time.setClock(start + 31 * day);
    expect(app.check()).toBe('expired');
    expect(await app.source.refresh()).toMatchObject({ ok: true, generation: 2, isNew: true });
    expect(app.check()).toBe('allowed');
    expect(app.source.status).toMatchObject({
      cachedGeneration: 2,
      lastSuccessAt: start + 31 * day,
    });
    expect(app.events).toContainEqual(
      expect.objectContaining({ type: 'license-refreshed', generation: 2, isNew: true }),
    );
  });

  it('asks by itself every six hours, and sooner after a failure', async () => {
    const { launch, renew, server, time } = await setUp();
    const app = launch();
    await app.source.refresh();
    expect(app.source.status.nextAttemptAt).toBe(start + 21_600);
    await renew('2026-12-30T00:00:00Z');
    await server.kill();
    time.passToNext();
    expect(await app.source.refresh()).toMatchObject({ ok: false });
    expect(time.clock()).toBe(start + 21_600);
    await server.restart();
    time.passToNext();
    expect(await app.source.refresh()).toMatchObject({ ok: true, generation: 2 });
    expect(time.clock()).toBe(start + 21_600 + 4);
  });

  it('stays up when its license is revoked or suspended, and says so', async () => {
    const { launch, act } = await setUp();
    const app = launch();
    await app.source.refresh();
    await act('suspend');
    expect(await app.source.refresh()).toMatchObject({ ok: false, code: 'license_suspended' });
    await act('reinstate');
    expect(await app.source.refresh()).toMatchObject({ ok: true, isNew: false });
    expect(app.gate.status().lastFailure).toBeUndefined();
    await act('revoke');
    expect(await app.source.refresh()).toMatchObject({
      ok: false,
      code: 'license_revoked',
      detail: 'The licensing server answered 409 (license_revoked).',
    });
    expect(app.check()).toBe('allowed');
    expect(app.failures()).toEqual(['license_suspended', 'license_revoked']);
    expect(app.source.status.lastFailure).toEqual({ code: 'license_revoked', at: start });
    const last = app.events.filter(({ type }) => type === 'license-failed').at(-1);
    expect(last).toMatchObject({ detail: expect.stringContaining('license_revoked') });
  });

  it('hears what is wrong with its settings', async () => {
    const { launch: mistype } = await setUp({ domainKey: 'NOT-THE-KEY' });
    const other = mistype();
    expect(await other.source.refresh()).toMatchObject({ ok: false, code: 'license_not_found' });
    expect(other.check()).toBe('no_license');
    const { launch: missign } = await setUp({ apiKey: 'not-an-api-key' });
    expect(await missign().source.refresh()).toMatchObject({ ok: false, code: 'unauthorized' });
  });

  it('shows no key in its status, its events and its files', async () => {
    const { launch, act, cacheFile, domainKey, server } = await setUp();
    const app = launch();
    await app.source.refresh();
    await act('revoke');
    await app.source.refresh();
    await server.kill();
    await app.source.refresh();
    const files = [cacheFile, `${cacheFile}.state`].map((path) => readFileSync(path, 'utf8'));
    const shown = JSON.stringify([app.source, app.source.status, app.events, files]);
    expect(shown).not.toContain(domainKey);
    expect(shown).not.toContain(server.publishableKey);
  });
});
