import { once } from 'node:events';
import { connect, createServer, type IncomingHttpStatusHeader } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createTestVendor, standardOptions } from '@licet/conformance';
import Koa from 'koa';
import Koa2 from 'koa2';
import { describe, expect, it } from 'vitest';
import { listen } from '../test/listen.js';
import { licenseGate, type GateOptions, type LicensedState, type LicenseGate } from './index.js';

const vendor = createTestVendor();
const [host, otherHost] = ['example.com', 'evil.test'];

const gateWith = (changes: Partial<GateOptions> = {}): LicenseGate =>
  licenseGate({ ...standardOptions(vendor), ...changes });

describe.each([
  ['Koa 2', Koa2],
  ['Koa 3', Koa],
])('licenseGate on %s', (_name, App) => {
  const guarded = (gate = gateWith()): Koa<LicensedState> =>
    new App<LicensedState>().use(gate).use((context) => {
      context.body = context.state.license.host;
    });

  it("believes forwarded hosts by its own proxy list and not by Koa's proxy setting", async () => {
    const app = guarded();
    app.proxy = true;
    await using direct = await listen(app.callback());
    const forwarded = `X-Forwarded-Host: ${host}`;
    expect((await direct.get(otherHost, '/', forwarded)).status).toBe(403);
    await using behind = await listen(
      guarded(gateWith({ trustedProxies: ['127.0.0.1'] })).callback(),
    );
    expect((await behind.get(otherHost, '/', forwarded)).body).toBe(host);
  });

  it('reads the target as it was sent, after a mount or a rewrite', async () => {
    const app = new App().use((context, next) => {
      context.url = '/rewritten';
      return next();
    });
    app.use(gateWith()).use((context) => {
      context.body = context.url;
    });
    await using server = await listen(app.callback());
    expect((await server.get(host, `http://${host}/cart`)).body).toBe('/rewritten');
    expect((await server.get(host, `http://${otherHost}/cart`)).status).toBe(403);
  });

  it('guards a single route without the guard before it', async () => {
    const app = new App<LicensedState>().use(gateWith().requires('reports')).use((context) => {
      context.body = context.state.license.host;
    });
    await using server = await listen(app.callback());
    expect((await server.get(host)).body).toBe(host);
    expect((await server.get(otherHost)).status).toBe(403);
  });

  it('lets middleware before it see the refusal, and not change it by the way', async () => {
    const statuses: number[] = [];
    const app = new App().use(async (context, next) => {
      context.body = 'set too early';
      await next();
      statuses.push(context.status);
    });
    await using server = await listen(app.use(gateWith()).callback());
    const answer = await server.get(otherHost);
    expect(answer.body).toContain('This site is not licensed');
    expect(new Map(answer.headers).get('content-type')).toBe('application/problem+json');
    expect(statuses).toEqual([403]);
  });

  it('waits for what comes after it, so that an error reaches the application', async () => {
    const errors: Error[] = [];
    const failing = new App().use(gateWith()).use(async () => {
      await Promise.resolve();
      throw new Error('out of tea');
    });
    failing.on('error', (error: Error) => errors.push(error));
    await using server = await listen(failing.callback());
    expect((await server.get(host)).status).toBe(500);
    expect(errors.map(({ message }) => message)).toEqual(['out of tea']);
  });

  it('does not guard what was mounted before it', async () => {
    const app = new App().use((context, next) => {
      if (context.path !== '/healthz') return next();
      context.body = 'healthy';
      return undefined;
    });
    await using server = await listen(app.use(gateWith()).callback());
    expect((await server.get(otherHost, '/healthz')).body).toBe('healthy');
    expect((await server.get(otherHost, '/Healthz')).status).toBe(403);
  });

  it('decides by the authority of an HTTP/2 request', async () => {
    const callback = guarded().callback();
    const server = createServer((request, response) => void callback(request, response));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const session = connect(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
    const statusOf = async (authority: string): Promise<number | undefined> => {
      const request = session.request({ ':authority': authority, ':path': '/' });
      const [headers] = (await once(request, 'response')) as [IncomingHttpStatusHeader];
      request.resume();
      return headers[':status'];
    };
    expect(await statusOf(host)).toBe(200);
    expect(await statusOf(otherHost)).toBe(403);
    session.close();
    server.close();
  });
});

it('tells how it stands', () => {
  const gate = gateWith();
  expect(gate.status()).toMatchObject({ licenses: 1, license: { licenseId: 'lic_test' } });
});

it('throws for a wrong option when the gate is made', () => {
  const misspelled = { trustProxies: ['127.0.0.1'] } as Partial<GateOptions>;
  expect(() => gateWith(misspelled)).toThrow(
    expect.objectContaining({ code: 'invalid_options', option: 'trustProxies' }),
  );
});
