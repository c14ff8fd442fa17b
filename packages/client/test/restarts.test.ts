import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { createGate } from '@licet/core';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { licenseServer } from '../src/index.js';
import { domain, startApp, type AppOptions } from './guarded-app.js';
import { ManualTime } from './manual-time.js';
import { problem, startRawServer } from './raw-server.js';
import { activation, createVendor, issuedAt, type Vendor } from './vendor.js';
import { createFolder, product } from './vendor-server.js';

let vendor: Vendor;

beforeAll(async () => {
  vendor = await createVendor();
});

async function setUp(changes: Partial<AppOptions> = {}) {
  const server = await startRawServer('');
  const time = new ManualTime(issuedAt);
  const cacheFile = join(await createFolder(), 'license.dat');
  const { rootPem, domainKey } = vendor;
  const options = { time, rootPem, domainKey, url: server.url, cacheFile, ...changes };
  /** One run of the application in which the server gives these licenses, one after the other. */
  const live = async (...licenses: readonly string[]) => {
    const app = startApp(options);
    await app.source.refresh();
    for (const license of licenses) {
      server.answerWith(activation(license));
      await app.source.refresh();
    }
    server.answerWith('');
    app.gate.close();
  };
  const state = () =>
    JSON.parse(readFileSync(`${cacheFile}.state`, 'utf8')) as Record<string, unknown>;
  return { server, time, cacheFile, options, live, state, launch: () => startApp(options) };
}

describe('a copy on disk', () => {
  it('is replaced as a whole, and nothing is left lying about', async () => {
    const { live, cacheFile } = await setUp();
    const second = await vendor.sign({ gen: 2 });
    await live(await vendor.sign(), second);
    expect(readFileSync(cacheFile, 'utf8')).toBe(second);
    expect(readdirSync(dirname(cacheFile)).sort()).toEqual(['license.dat', 'license.dat.state']);
  });

  it('is not written again for a license that has not changed', async () => {
    const { cacheFile, launch, server } = await setUp();
    const license = await vendor.sign();
    server.answerWith(activation(license));
    const app = launch();
    await app.source.refresh();
    const { ino } = statSync(cacheFile);
    expect(await app.source.refresh()).toMatchObject({ ok: true, isNew: false });
    expect(statSync(cacheFile).ino).toBe(ino);
  });

  it.each([
    ['is cut short', 'malformed', (text: string) => text.slice(0, 500)],
    ['is empty', 'malformed', () => ''],
    ['is larger than any license', 'EFBIG', () => 'x'.repeat(20_000)],
    ['was changed', 'bad_signature', (text: string) => text.replace(/.{9}$/, 'AAAAAAAAA')],
  ])('is not used when it %s: %s', async (_, code, damage) => {
    const { live, cacheFile, launch, server } = await setUp();
    const license = await vendor.sign();
    await live(license);
    writeFileSync(cacheFile, damage(license));
    const app = launch();
    expect(app.check()).not.toBe('allowed');
    expect(app.events).toContainEqual(expect.objectContaining({ type: 'license-failed' }));
    expect(JSON.stringify(app.events[0])).toContain(code);
    server.answerWith(activation(license));
    await app.source.refresh();
    await app.source.refresh();
    expect(app.check()).toBe('allowed');
    expect(readFileSync(cacheFile, 'utf8')).toBe(license);
  });

  it('is not used when it is no file', async () => {
    const { cacheFile, launch, server } = await setUp();
    mkdirSync(cacheFile);
    const app = launch();
    expect(app.events[0]).toMatchObject({ detail: 'The cached license cannot be used (EINVAL).' });
    server.answerWith(activation(await vendor.sign()));
    await app.source.refresh();
    await app.source.refresh();
    expect(app.check()).toBe('allowed');
    expect(app.source.status.cacheFailure).toMatch(/^E[A-Z]+$/);
    expect(readdirSync(dirname(cacheFile))).toEqual(['license.dat']);
  });

  it('may be the file that came with the license', async () => {
    const { cacheFile, launch } = await setUp();
    writeFileSync(cacheFile, `${await vendor.sign()}\n`);
    expect(launch().check()).toBe('allowed');
  });

  it('is not used for another order', async () => {
    const { live, options } = await setUp();
    await live(await vendor.sign());
    const moved = startApp({ ...options, domain: 'other.example.com' });
    expect(moved.check('other.example.com')).toBe('no_license');
    expect(moved.events[0]).toMatchObject({
      detail: 'The cached license cannot be used (wrong_license).',
    });
  });

  it('that cannot be written is told of, and is missed at the next start only', async () => {
    const { options, server } = await setUp();
    const app = startApp({ ...options, cacheFile: join(options.cacheFile, 'no-such-folder', 'x') });
    server.answerWith(activation(await vendor.sign()));
    await app.source.refresh();
    expect(await app.source.refresh()).toMatchObject({ ok: true });
    expect(app.check()).toBe('allowed');
    expect(app.events).toContainEqual({ type: 'cache-failed', code: 'ENOENT' });
    expect(app.source.status).toMatchObject({
      cacheFailure: 'ENOENT',
      cachedGeneration: undefined,
    });
  });
});

describe('what is known of earlier licenses', () => {
  it('refuses an older copy that was put back, and an older license of the server', async () => {
    const { live, cacheFile, launch, server, state } = await setUp();
    const first = await vendor.sign();
    await live(first, await vendor.sign({ gen: 2 }));
    expect(state()).toMatchObject({ v: 1, generation: 2, lastSignedAt: issuedAt });
    writeFileSync(cacheFile, first);
    const app = launch();
    expect(app.check()).toBe('no_license');
    server.answerWith(activation(first));
    await app.source.refresh();
    expect(await app.source.refresh()).toMatchObject({ ok: false, code: 'older_document' });
    server.answerWith(activation(await vendor.sign({ gen: 2 })));
    expect(await app.source.refresh()).toMatchObject({ ok: true });
  });

  it('is no reason to refuse another license that replaces it', async () => {
    const { live, state } = await setUp();
    const other = { sub: 'lic_other', key: undefined };
    await live(await vendor.sign({ gen: 2, iat: issuedAt + 60 }), await vendor.sign(other));
    expect(state()).toEqual({
      v: 1,
      lastSignedAt: issuedAt + 60,
      licenseId: 'lic_other',
      generation: 1,
    });
  });

  it('knows a clock that was set back while nothing ran', async () => {
    const { live, launch, time } = await setUp();
    const later = await vendor.sign({ iat: issuedAt + 900 });
    await live(later, await vendor.sign({ gen: 2 }));
    time.setClock(issuedAt + 599);
    expect(launch().check()).toBe('clock_rolled_back');
    time.setClock(issuedAt + 600);
    expect(launch().check()).toBe('allowed');
  });

  it('is not raised by a clock that jumped ahead', async () => {
    const { live, launch, time, state } = await setUp();
    await live(await vendor.sign());
    const before = state();
    time.setClock(issuedAt + 3_000_000_000);
    await live(await vendor.sign());
    expect(state()).toEqual(before);
    time.setClock(issuedAt);
    expect(launch().check()).toBe('allowed');
  });

  it.each([
    '',
    '{',
    '[]',
    'null',
    '{"v":1}',
    '{"v":2,"lastSignedAt":9999999999,"licenseId":"x","generation":1}',
    '{"v":1,"lastSignedAt":1e400,"licenseId":"x","generation":1}',
    '{"v":1,"lastSignedAt":"9999999999","licenseId":"x","generation":1}',
    '{"v":1,"lastSignedAt":9999999999,"licenseId":"x","generation":0.5}',
    'x'.repeat(5000),
  ])('is the license’s own issue when the file beside it is damaged: %o', async (text) => {
    const { live, cacheFile, launch, time } = await setUp();
    await live(await vendor.sign());
    writeFileSync(`${cacheFile}.state`, text);
    expect(launch().check()).toBe('allowed');
    rmSync(`${cacheFile}.state`);
    expect(launch().check()).toBe('allowed');
    time.setClock(issuedAt - 301);
    expect(launch().check()).toBe('clock_rolled_back');
  });
});

describe('an application that ends', () => {
  it('gives up the request in flight, and hears nothing more of it', async () => {
    const { launch, server, time, cacheFile } = await setUp();
    const license = await vendor.sign();
    let answer = (): void => undefined;
    server.answerWith((socket) => {
      answer = () => void socket.end(activation(license));
    });
    const app = launch();
    const refresh = app.source.refresh();
    await server.untilRequest(1);
    app.gate.close();
    answer();
    expect(await refresh).toMatchObject({ ok: false, code: 'stopped' });
    expect(await app.source.refresh()).toMatchObject({ ok: false, code: 'stopped' });
    expect(time.waiting).toBe(0);
    expect(app.check()).toBe('no_license');
    expect(app.events.filter(({ type }) => type !== 'request-refused')).toEqual([]);
    expect(existsSync(cacheFile)).toBe(false);
  });

  it('waits for nothing between refreshes', async () => {
    const { launch, time, server } = await setUp();
    const app = launch();
    await app.source.refresh();
    await app.source.refresh();
    expect(time.waiting).toBe(1);
    app.gate.close();
    app.gate.close();
    expect(time.waiting).toBe(0);
    expect(app.source.status.nextAttemptAt).toBeUndefined();
    expect(server.requests).toHaveLength(2);
  });
});

describe('a source', () => {
  it('leaves a busy server alone for as long as it asks, and then as ever', async () => {
    const { launch, server } = await setUp();
    server.answerWith(problem(503, 'overloaded', { 'retry-after': '300' }));
    const { source } = launch();
    expect(await source.refresh()).toMatchObject({ code: 'overloaded', retryAfterSeconds: 300 });
    expect(source.status.nextAttemptAt).toBe(issuedAt + 304);
    server.answerWith(problem(503, 'overloaded'));
    await source.refresh();
    expect(source.status.nextAttemptAt).toBe(issuedAt + 8);
    server.answerWith(activation(await vendor.sign()));
    await source.refresh();
    expect(source.status.nextAttemptAt).toBe(issuedAt + 21_600);
    server.answerWith('');
    await source.refresh();
    expect(source.status.nextAttemptAt).toBe(issuedAt + 4);
  });

  it('keeps no process alive with its timers', async () => {
    const timers = () =>
      process.getActiveResourcesInfo().filter((type) => type === 'Timeout').length;
    const before = timers();
    const { server, cacheFile } = await setUp();
    const { domainKey, rootPem: publicKeys } = vendor;
    const order = { url: server.url, apiKey: 'licet_pk_test', product, domain, domainKey };
    const license = licenseServer({ ...order, cacheFile });
    const gate = createGate({ product, license, publicKeys, onEvent: () => undefined });
    onTestFinished(() => gate.close());
    expect(await license.refresh()).toMatchObject({ code: 'unreachable' });
    expect(license.status.nextAttemptAt).toBeDefined();
    // One of somebody else may have ended meanwhile.
    expect(timers()).toBeLessThanOrEqual(before);
  });

  it('asks once for all who want to know', async () => {
    const { launch, server } = await setUp();
    server.answerWith(problem(404, 'license_not_found'));
    const { source } = launch();
    const outcomes = await Promise.all([source.refresh(), source.refresh()]);
    expect(outcomes[0]).toBe(outcomes[1]);
    expect(server.requests).toHaveLength(1);
  });

  it('goes on when its listener fails', async () => {
    const { options } = await setUp();
    const app = startApp({
      ...options,
      onEvent: () => {
        throw new Error('listener');
      },
    });
    expect(await app.source.refresh()).toMatchObject({ ok: false });
    expect(app.source.status.nextAttemptAt).toBeDefined();
  });

  it('serves one gate at a time', async () => {
    const { time, cacheFile, server } = await setUp();
    const source = licenseServer({
      url: server.url,
      apiKey: 'licet_pk_test',
      product,
      domain,
      domainKey: vendor.domainKey,
      cacheFile,
      clock: time.clock,
      schedule: time.schedule,
    });
    expect(await source.refresh()).toMatchObject({ code: 'stopped' });
    expect(source.status.nextAttemptAt).toBeUndefined();
    const delivery = { ok: false, code: 'malformed', detail: '' } as const;
    const receiver = {
      deliver: () => delivery,
      fail: () => undefined,
      remove: () => undefined,
      seen: () => undefined,
      listsInUse: () => [],
      deliverStatusList: () => delivery,
      deliverTrustList: () => delivery,
      failList: () => undefined,
    };
    const stop = source.start(receiver);
    expect(() => source.start(receiver)).toThrow(
      expect.objectContaining({ code: 'invalid_options', option: 'license' }) as Error,
    );
    stop();
    expect(() => source.start(receiver)()).not.toThrow();
  });

  it.each([
    ['url', { url: 'http://licenses.example.com' }],
    ['apiKey', { apiKey: ' ' }],
    ['product', { product: 'a b' }],
    ['domain', { domain: '*.example.com' }],
    ['domain', { domain: 'https://shop.example.com' }],
    ['domainKey', { domainKey: '' }],
    ['cacheFile', { cacheFile: '' }],
    ['refreshSeconds', { refreshSeconds: 59 }],
    ['refreshSeconds', { refreshSeconds: 86_401 }],
    ['baseUrl', { baseUrl: 'https://licenses.example.com' }],
    ['retries', { retries: 1 }],
  ])('refuses wrong options: %s', (option, changes) => {
    const good = {
      url: 'https://a.example',
      apiKey: 'k',
      product,
      domain,
      domainKey: 'K',
      cacheFile: 'x',
    };
    expect(() => licenseServer({ ...good, ...changes })).toThrow(
      expect.objectContaining({ code: 'invalid_options', option }) as Error,
    );
  });
});
