import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createLicetClient, type LicetClientOptions, type Schedule } from '../src/index.js';
import { ManualTime } from './manual-time.js';
import { expectOk, product, startVendorServer } from './vendor-server.js';

/** 2026-07-01T00:00:00Z */
const start = 1_782_864_000;

/** Retries without a wait. */
const atOnce: Schedule = (milliseconds, run) => {
  if (milliseconds < 10_000) queueMicrotask(run);
  return () => undefined;
};

describe('a client of the real server', () => {
  it('calls both surfaces by the paths of the document', async () => {
    const { client, sell } = await startVendorServer(new ManualTime(start));
    const domainKey = await sell('example.com');

    expect(await expectOk(client.get('/'))).toMatch(/^Licet/);
    const status = client.post('/gen/LicenseGen/check/license-status', { body: { domainKey } });
    expect(await expectOk(status)).toMatchObject({ valid: true });
    const renewal = { domainKey, newValidToDate: '2026-12-30T13:02:38.0677627Z' };
    expect(
      await expectOk(client.post('/update/LicenseUpdate/RenewDomainLicense', { body: renewal })),
    ).toBe('License renewed successfully');

    const query = { product, domain: 'example.com', limit: '1' };
    const { items } = await expectOk(client.get('/v1/licenses', { query }));
    expect(items).toMatchObject([{ validTo: '2026-12-30T13:02:38Z', generation: 2 }]);
    const params = { id: items[0]!.id };
    expect(await expectOk(client.get('/v1/licenses/{id}', { params }))).toEqual(items[0]);
    const file = await expectOk(client.get('/v1/licenses/{id}/file', { params }));
    expect(file.split('.')).toHaveLength(3);
    const revoked = await expectOk(client.post('/v1/licenses/{id}/revoke', { params }));
    expect(revoked.state).toBe('revoked');
  });

  it('hands on what the server has against a request', async () => {
    const { client, url, publishableKey } = await startVendorServer(new ManualTime(start));
    const body = { code: 'no spaces', name: 'Acme' };
    expect(await client.post('/v1/products', { body })).toMatchObject({
      ok: false,
      problem: { status: 400, code: 'invalid_field', field: 'code' },
    });
    expect(await client.get('/v1/products/{code}', { params: { code: 'a/b ?' } })).toMatchObject({
      problem: { status: 404, code: 'product_not_found' },
    });
    const shipped = createLicetClient({ baseUrl: url, apiKey: publishableKey });
    expect(await shipped.get('/v1/products')).toMatchObject({
      problem: { status: 403, code: 'insufficient_scope' },
    });
    const stranger = createLicetClient({ baseUrl: url, apiKey: 'not-a-key' });
    expect(await stranger.get('/v1/products')).toMatchObject({
      problem: { status: 401, code: 'unauthorized' },
    });
  });

  it('writes once although the answer is lost on the way', async () => {
    const time = new ManualTime(start);
    const { client, url, adminKey } = await startVendorServer(time);
    let sent = 0;
    const losing: typeof fetch = async (...request) => {
      const answer = await fetch(...request);
      if (sent++ > 0) return answer;
      await answer.text();
      throw new TypeError('fetch failed');
    };
    const options = { baseUrl: url, apiKey: adminKey, fetch: losing, schedule: atOnce };
    const draft = { scope: 'client', name: 'shop' } as const;
    const key = await expectOk(createLicetClient(options).post('/v1/api-keys', { body: draft }));
    expect(key.key).toMatch(/^licet_/);
    expect(sent).toBe(2);
    const { items } = await expectOk(client.get('/v1/api-keys'));
    expect(items.filter(({ name }) => name === 'shop')).toHaveLength(1);
  });

  it('writes once for an idempotency key of the caller, and again without one', async () => {
    const { client } = await startVendorServer(new ManualTime(start));
    const create = async (idempotencyKey?: string) => {
      const body = { scope: 'client', name: 'shop' } as const;
      const call = client.post('/v1/api-keys', {
        body,
        ...(idempotencyKey !== undefined && { idempotencyKey }),
      });
      return (await expectOk(call)).id;
    };
    const [first, second] = [await create('order-1'), await create('order-1')];
    expect(second).toBe(first);
    expect(await create()).not.toBe(await create());
  });

  it('does not show its key, however it is printed', async () => {
    const { client, adminKey } = await startVendorServer(new ManualTime(start));
    const printed = [inspect(client, { depth: 9, showHidden: true }), JSON.stringify(client)];
    expect(printed.join()).not.toContain(adminKey);
  });
});

describe('the options of a client', () => {
  const good = { baseUrl: 'https://licenses.example.com', apiKey: 'key' };

  it.each([
    ['baseUrl', { baseUrl: 'licenses.example.com' }],
    ['baseUrl', { baseUrl: 'ftp://licenses.example.com' }],
    ['baseUrl', { baseUrl: 'https://user:secret@licenses.example.com' }],
    ['baseUrl', { baseUrl: 'https://licenses.example.com/?key=1' }],
    ['baseUrl', { baseUrl: 'http://licenses.example.com' }],
    ['baseUrl', { baseUrl: 'http://127.0.0.1.example.com' }],
    ['apiKey', { apiKey: '' }],
    ['apiKey', { apiKey: 'two\r\nlines' }],
    ['apiKey', { apiKey: undefined }],
    ['timeoutMilliseconds', { timeoutMilliseconds: 0 }],
    ['timeoutMilliseconds', { timeoutMilliseconds: 2 ** 31 }],
    ['retries', { retries: 1.5 }],
    ['retry', { retry: 1 }],
  ])('are refused when %s is wrong: %o', (option, changes) => {
    const options = { ...good, ...changes } as LicetClientOptions;
    expect(() => createLicetClient(options)).toThrow(
      expect.objectContaining({ code: 'invalid_options', option }) as Error,
    );
  });

  it.each([
    { baseUrl: 'http://localhost:8080' },
    { baseUrl: 'http://127.9.9.9' },
    { baseUrl: 'http://[::1]:8080/' },
    { baseUrl: 'http://licet.internal:8080', dangerouslyAllowHttp: true },
    { baseUrl: 'https://example.com/licensing/' },
  ])('are accepted: %o', (changes) => {
    expect(() => createLicetClient(Object.freeze({ ...good, ...changes }))).not.toThrow();
  });

  it('never repeat a key in an error', () => {
    const leak = () => createLicetClient({ ...good, apiKey: 'licet_sk_secret\n' });
    expect(leak).toThrow(expect.not.stringContaining('secret'));
  });
});
