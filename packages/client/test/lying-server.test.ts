import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeBase64 } from '@licet/core';
import { createDomainKey } from '@licet/issuer';
import { beforeAll, describe, expect, it } from 'vitest';
import { domain, startApp, type AppOptions } from './guarded-app.js';
import { ManualTime } from './manual-time.js';
import { http, problem, startRawServer, type RawAnswer } from './raw-server.js';
import {
  activation,
  claimsOf,
  createVendor,
  forge,
  issuedAt,
  type ClaimChanges,
  type Vendor,
} from './vendor.js';
import { createFolder } from './vendor-server.js';

const day = 86_400;
let vendor: Vendor;
let stranger: Vendor;
/** The license of the vendor, as the stranger would have it. */
let impostor: ClaimChanges;

beforeAll(async () => {
  vendor = await createVendor();
  stranger = await createVendor();
  const { iss } = claimsOf(await stranger.sign());
  impostor = { ...claimsOf(await vendor.sign({ gen: 3 })), iss };
});

async function setUp(license: string, changes: Partial<AppOptions> = {}) {
  const server = await startRawServer(activation(license));
  const time = new ManualTime(issuedAt);
  const cacheFile = join(await createFolder(), 'license.dat');
  const { rootPem, domainKey } = vendor;
  const options = { time, rootPem, domainKey, url: server.url, cacheFile, ...changes };
  const files = () => [cacheFile, `${cacheFile}.state`].map((path) => readFileSync(path, 'utf8'));
  return { server, time, files, cacheFile, launch: () => startApp(options) };
}

type Lie = RawAnswer | Promise<RawAnswer>;

const signed = async (changes: ClaimChanges, by = vendor): Promise<string> =>
  activation(await by.sign({ gen: 3, ...changes }));

const json = (body: object): string => http(200, body);
const base64 = (text: string): string => encodeBase64(new TextEncoder().encode(text));

const lies: readonly (readonly [string, string, () => Lie])[] = [
  ['is down', 'unreachable', () => ''],
  ['answers half a document', 'unreachable', () => http(200, {}, { 'content-length': '5000' })],
  ['answers a page', 'invalid_answer', () => http(200, '<html>Welcome to the hotel</html>')],
  ['answers an empty page', 'invalid_answer', () => http(200, '')],
  ['points elsewhere', 'redirected', () => http(307, '', { location: 'https://evil.test/' })],
  ['answers more than any license', 'answer_too_large', () => activation('x'.repeat(32 * 1024))],
  ['answers a long text', 'invalid_answer', () => activation(`${'x'.repeat(16_384)}.x.x`)],
  ['answers nothing in it', 'invalid_answer', () => json({ status: 'success' })],
  ['answers a list', 'invalid_answer', () => json([])],
  ['answers a number for a file', 'invalid_answer', () => json({ licenseFileBase64: 5 })],
  ['answers loose base64', 'invalid_answer', () => json({ licenseFileBase64: 'a.b.c' })],
  [
    'answers other bytes',
    'invalid_answer',
    () => json({ licenseFileBase64: base64('\u0000\uffff') }),
  ],
  [
    'adds a line to the license',
    'invalid_answer',
    async () => activation(`${await vendor.sign()}\n`),
  ],
  [
    'cuts the license',
    'malformed',
    async () => activation((await vendor.sign()).replace(/\..{20}/, '.')),
  ],
  [
    'changes the license',
    'bad_signature',
    async () => activation(forge(await vendor.sign(), { gen: 3 })),
  ],
  ['signs with a key of its own', 'untrusted_key', () => signed(impostor, stranger)],
  ['gives an older license', 'older_document', () => signed({ gen: 1 })],
  [
    'gives the license of another domain',
    'wrong_license',
    () => signed({ domains: [{ name: 'other.example.com', scope: 'host' }] }),
  ],
  [
    'gives the license of another product',
    'wrong_license',
    () => signed({ product: 'acme-cloud' }),
  ],
  ['gives the license of another key', 'wrong_license', () => signed({ sub: 'lic_other' })],
  [
    'gives a license for newer guards',
    'needs_newer_guard',
    async () => activation(forge(await vendor.sign(), { must: ['moons'] })),
  ],
  ['says that it is busy', 'overloaded', () => problem(503, 'overloaded')],
  ['says that there is no license', 'license_not_found', () => problem(404, 'license_not_found')],
  ['says that the license is revoked', 'license_revoked', () => problem(409, 'license_revoked')],
  ['fails', 'internal_error', () => problem(500, 'internal_error')],
];

describe('a server that', () => {
  it.each(lies)('%s changes nothing: %s', async (_, code, lie) => {
    const { server, launch, files } = await setUp(await vendor.sign({ gen: 2 }));
    const app = launch();
    await app.source.refresh();
    const before = files();

    server.answerWith(await lie());
    expect(await app.source.refresh()).toMatchObject({ ok: false, code });
    expect(app.check()).toBe('allowed');
    expect(app.check('other.example.com')).toBe('wrong_host');
    expect(files()).toEqual(before);
    expect(app.source.status.lastFailure).toEqual({ code, at: issuedAt });
    expect(app.failures()).toEqual([code]);
    expect(app.events.filter(({ type }) => type === 'license-failed')).toHaveLength(1);

    server.answerWith(activation(await vendor.sign({ gen: 3 })));
    expect(await app.source.refresh()).toMatchObject({ ok: true, generation: 3 });
    expect(app.source.status.lastFailure).toBeUndefined();
  });

  // Without a license, none is an older one.
  const first = lies.filter(([, code]) => code !== 'older_document');

  it.each(first)('%s is no yes to an application without a license: %s', async (_, code, lie) => {
    const { server, launch, cacheFile } = await setUp('');
    server.answerWith(await lie());
    const app = launch();
    expect(await app.source.refresh()).toMatchObject({ ok: false, code });
    expect(app.check()).not.toBe('allowed');
    expect(() => readFileSync(cacheFile)).toThrow('ENOENT');
  });

  it('is slow holds up nobody', async () => {
    const { server, launch, time } = await setUp(await vendor.sign());
    const app = launch();
    await app.source.refresh();
    server.answerWith(() => undefined);
    const refresh = app.source.refresh();
    await server.untilRequest(2);
    expect(app.check()).toBe('allowed');
    expect(app.source.status.nextAttemptAt).toBeUndefined();
    time.pass(10_000);
    expect(await refresh).toMatchObject({ ok: false, code: 'timed_out' });
    expect(app.check()).toBe('allowed');
  });

  it('repeats keys in its words gets them into no log', async () => {
    const { server, launch } = await setUp('');
    const body = {
      code: 'invalid_field',
      status: 400,
      detail: `${vendor.domainKey} is bad`,
      field: vendor.domainKey,
    };
    server.answerWith(http(400, body, { 'content-type': 'application/problem+json' }));
    const app = launch();
    await app.source.refresh();
    expect(JSON.stringify([app.events, app.source.status])).not.toContain(vendor.domainKey);
  });
});

describe('an application whose server is gone', () => {
  it('is served to the second in which offlineDays are over, and then refused', async () => {
    const license = await vendor.sign({ policy: { offlineDays: 14 } });
    const { server, launch, time } = await setUp(license);
    const app = launch();
    await app.source.refresh();
    server.answerWith('');
    while (time.clock() < issuedAt + 14 * day - 7200) {
      time.passToNext();
      await app.source.refresh();
      expect(app.check()).toBe('allowed');
    }
    time.setClock(issuedAt + 14 * day - 1);
    expect(app.check()).toBe('allowed');
    time.setClock(issuedAt + 14 * day);
    expect(app.check()).toBe('stale');
    expect(Math.max(...time.lengths)).toBeLessThanOrEqual(21_600_000);

    const word = await vendor.sign({ gen: 2, iat: time.clock(), policy: { offlineDays: 14 } });
    server.answerWith(activation(word));
    await app.source.refresh();
    expect(app.check()).toBe('allowed');
  });

  it('goes by the vendor’s policy afterwards, also after a restart', async () => {
    const license = await vendor.sign({ policy: { offlineDays: 1, onStale: 'warn' } });
    const { server, launch, time } = await setUp(license);
    const app = launch();
    await app.source.refresh();
    app.gate.close();
    server.answerWith('');
    time.setClock(issuedAt + 2 * day);
    const next = launch();
    expect(next.check()).toBe('allowed');
    expect(next.events.at(-1)).toMatchObject({ type: 'request-warned', warnings: ['stale'] });
  });

  it('is served through the days of grace, and then refused', async () => {
    const license = await vendor.sign({ exp: issuedAt + day, policy: { graceDays: 2 } });
    const { launch, time } = await setUp(license);
    const app = launch();
    await app.source.refresh();
    for (const [instant, answer] of [
      [issuedAt + 3 * day - 1, 'allowed'],
      [issuedAt + 3 * day, 'expired'],
    ] as const) {
      time.setClock(instant);
      expect(app.check()).toBe(answer);
    }
  });
});

describe('the order of a license', () => {
  it('is for one of the host names that it covers', async () => {
    const license = await vendor.sign({ domains: [{ name: 'example.com', scope: 'subdomains' }] });
    const { launch } = await setUp(license, { domain: 'Shop.Example.COM.' });
    const app = launch();
    await app.source.refresh();
    expect(app.check(domain)).toBe('allowed');
  });

  it('is met by a license that does not name its key, as one with an imported key', async () => {
    const license = await vendor.sign({ key: undefined });
    expect(claimsOf(license)).not.toHaveProperty('key');
    const { launch } = await setUp(license, { domainKey: createDomainKey() });
    expect(await launch().source.refresh()).toMatchObject({ ok: true });
  });
});
