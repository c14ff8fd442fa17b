import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GateOptions } from '@licet/core';
import express, { type ErrorRequestHandler, type Express } from 'express';
import express4 from 'express4';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve, type TestServer } from '../test/raw-http.js';
import { createVendor, host, issuedAt, product, type Vendor } from '../test/vendor.js';
import { licenseFile, licenseGate, type LicenseGate } from './index.js';

const directory = mkdtempSync(join(tmpdir(), 'licet-express-'));
let vendor: Vendor;
let license: string;

beforeAll(async () => {
  vendor = await createVendor();
  license = await vendor.sign();
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

function gateWith(changes: Partial<GateOptions> = {}): LicenseGate {
  return licenseGate({
    product,
    license,
    publicKeys: vendor.rootPem,
    clock: () => issuedAt,
    onEvent: () => undefined,
    ...changes,
  });
}

/** Replaces a file as a careful program does: nobody ever sees half of it. */
function replaceFile(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

const publicTexts = {
  problem: JSON.stringify({
    type: 'about:blank',
    title: 'Not licensed',
    status: 403,
    detail: 'This site is not licensed to answer this request.',
  }),
};

describe.each([
  ['Express 4', express4],
  ['Express 5', express],
])('licenseGate on %s', (_name, createApp) => {
  /** An application behind the guard whose pages answer with what the guard left for them. */
  function guarded(gate: LicenseGate): Express {
    const app = createApp().use(gate);
    app.get('/', (_request, response) => {
      response.json(response.locals.license);
    });
    app.get('/reports', gate.requires('reports'), (_request, response) => {
      response.send('reports');
    });
    app.get('/export', gate.requires('export'), (_request, response) => {
      response.send('export');
    });
    return app;
  }
  const serveGuarded = (changes?: Partial<GateOptions>): Promise<TestServer> =>
    serve(guarded(gateWith(changes)));

  it('serves the licensed host and tells the handlers what the license grants', async () => {
    await using server = await serveGuarded({ license: await vendor.sign({ holder: 'Acme Ltd' }) });
    const answer = await server.get(host);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({
      product,
      host,
      holder: 'Acme Ltd',
      features: ['reports'],
    });
  });

  it("refuses any other host with core's answer and nothing of its own", async () => {
    await using server = await serveGuarded();
    const answer = await server.get('other.example.com');
    expect(answer.status).toBe(403);
    expect(answer.body).toBe(publicTexts.problem);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.has('etag')).toBe(false);
  });

  it('gives visitors the same text whatever the reason', async () => {
    const expired = await vendor.sign({ exp: issuedAt + 1 });
    await using late = await serveGuarded({ license: expired, clock: () => issuedAt + 1 });
    await using other = await serveGuarded({ product: 'another-product' });
    expect((await late.get(host)).body).toBe(publicTexts.problem);
    expect((await other.get(host)).body).toBe(publicTexts.problem);
  });

  it('answers a browser with a page and an API client with problem+json', async () => {
    await using server = await serveGuarded();
    const page = await server.get('other.example.com', '/', 'Accept: text/html,*/*;q=0.8');
    expect(page.status).toBe(403);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.body).toContain('<h1>Not licensed</h1>');
    const problem = await server.get('other.example.com', '/', 'Accept: application/json');
    expect(problem.body).toBe(publicTexts.problem);
  });

  it('sends no body in answer to HEAD', async () => {
    await using server = await serveGuarded();
    const answer = await server.send('HEAD / HTTP/1.1', 'Host: other.example.com');
    expect(answer).toMatchObject({ status: 403, body: '' });
    expect((await server.send('HEAD / HTTP/1.1', `Host: ${host}`)).status).toBe(200);
  });

  it('refuses every method and every path of another host', async () => {
    await using server = await serveGuarded();
    for (const line of [
      'OPTIONS *',
      'OPTIONS /',
      'POST /reports',
      'DELETE /missing',
      'GET //reports',
    ]) {
      expect((await server.send(`${line} HTTP/1.1`, 'Host: other.example.com')).status, line).toBe(
        403,
      );
    }
  });

  it('refuses a license that expires while the application runs, at the very second', async () => {
    let now = issuedAt;
    await using server = await serveGuarded({
      license: await vendor.sign({ exp: issuedAt + 60 }),
      clock: () => now,
    });
    now = issuedAt + 59;
    expect((await server.get(host)).status).toBe(200);
    now = issuedAt + 60;
    expect((await server.get(host)).status).toBe(403);
  });

  it('passes the method on, so that an expired read-only license still shows what there is', async () => {
    const policy = { onExpiry: 'read-only' };
    await using server = await serveGuarded({
      license: await vendor.sign({ exp: issuedAt + 60, policy }),
      clock: () => issuedAt + 60,
    });
    const answer = await server.get(host);
    expect(JSON.parse(answer.body)).toMatchObject({ readOnly: true, warnings: ['expired'] });
    expect((await server.send('POST / HTTP/1.1', `Host: ${host}`)).status).toBe(403);
  });

  it('requires a feature of one route and of no other', async () => {
    await using server = await serveGuarded();
    expect(await server.get(host, '/reports')).toMatchObject({ status: 200, body: 'reports' });
    expect((await server.get(host, '/export')).status).toBe(403);
    expect((await server.get(host, '/')).status).toBe(200);
  });

  it('guards a single route without the guard before it', async () => {
    const app = createApp().get(
      '/reports',
      gateWith().requires('reports'),
      (_request, response) => {
        response.json(response.locals.license);
      },
    );
    await using server = await serve(app);
    expect(JSON.parse((await server.get(host, '/reports')).body)).toMatchObject({ host });
    expect((await server.get('other.example.com', '/reports')).status).toBe(403);
  });

  it('answers 503 with Retry-After until there is a license to decide by', async () => {
    const path = join(directory, 'later.dat');
    rmSync(path, { force: true });
    const file = licenseFile(path);
    const gate = gateWith({ license: file });
    await using server = await serve(guarded(gate));
    const answer = await server.get(host);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    replaceFile(path, license);
    file.refresh();
    expect((await server.get(host)).status).toBe(200);
    gate.close();
  });

  it('takes up a replaced file, and keeps the last good license when the new one is bad', async () => {
    const path = join(directory, 'license.dat');
    replaceFile(path, license);
    const file = licenseFile(path);
    const gate = gateWith({ license: file });
    await using server = await serve(guarded(gate));
    expect((await server.get('second.example.com')).status).toBe(403);

    const domains = [{ name: 'second.example.com', scope: 'host' }];
    replaceFile(path, await vendor.sign({ gen: 2, domains }));
    file.refresh();
    expect((await server.get('second.example.com')).status).toBe(200);
    expect((await server.get(host)).status).toBe(403);

    replaceFile(path, 'not a license');
    file.refresh();
    expect((await server.get('second.example.com')).status).toBe(200);

    gate.close();
    replaceFile(path, await vendor.sign({ gen: 3 }));
    file.refresh();
    expect((await server.get(host)).status).toBe(403);
  });

  it('goes on once, and leaves errors of later handlers to the application', async () => {
    let calls = 0;
    const onError: ErrorRequestHandler = (error: Error, _request, response, _next) => {
      response.status(418).send(error.message);
    };
    const app = createApp().use(gateWith());
    app.get('/', () => {
      calls += 1;
      throw new Error('out of tea');
    });
    app.use(onError);
    await using server = await serve(app);
    expect(await server.get(host)).toMatchObject({ status: 418, body: 'out of tea' });
    expect(calls).toBe(1);
  });

  it('reads the target as it was sent, below a mount path and after a rewrite', async () => {
    const gate = gateWith();
    const app = createApp();
    app.use((request, _response, next) => {
      if (request.originalUrl.includes('rewrite')) request.url = '/shop/rewritten';
      next();
    });
    app.use('/shop', gate, (_request, response) => {
      response.send('served');
    });
    await using server = await serve(app);
    const send = (target: string) => server.send(`GET ${target} HTTP/1.1`, `Host: ${host}`);
    expect((await send('/shop/cart')).status).toBe(200);
    expect((await send(`http://${host}/shop/cart`)).status).toBe(200);
    expect((await send('http://other.example.com/shop/cart')).status).toBe(403);
    expect((await send('http://other.example.com/rewrite')).status).toBe(403);
  });

  it('does not guard what was mounted before it', async () => {
    const app = createApp().get('/healthz', (_request, response) => {
      response.send('healthy');
    });
    await using server = await serve(app.use(gateWith()));
    expect((await server.get('other.example.com', '/healthz')).body).toBe('healthy');
    expect((await server.get('other.example.com', '/health')).status).toBe(403);
  });

  it("believes forwarded hosts by its own proxy list and not by Express's trust-proxy setting", async () => {
    const trusting = guarded(gateWith()).set('trust proxy', true);
    await using direct = await serve(trusting);
    const forwarded = `X-Forwarded-Host: ${host}`;
    expect((await direct.get('other.example.com', '/', forwarded)).status).toBe(403);
    await using behind = await serveGuarded({ trustedProxies: ['127.0.0.1'] });
    expect((await behind.get('other.example.com', '/', forwarded)).status).toBe(200);
  });

  it('shows how it stands, for a health page', async () => {
    const gate = gateWith({ license: await vendor.sign({ exp: issuedAt + 86_400 }) });
    await using server = await serve(guarded(gate));
    await server.get('other.example.com');
    expect(gate.status()).toMatchObject({
      license: { expiresInDays: 1, troubles: [] },
      counts: { loaded: 1, refused: { wrong_host: 1 } },
    });
  });

  it('decides about an upgrade, which passes no middleware', async () => {
    const gate = gateWith();
    await using server = await serve(guarded(gate));
    server.http.on('upgrade', (request, socket) => {
      const { allowed } = gate.check(request);
      socket.end(`HTTP/1.1 ${allowed ? '101 Switching Protocols' : '403 Forbidden'}\r\n\r\n`);
    });
    const upgrade = (name: string) =>
      server.send(
        'GET /live HTTP/1.1',
        `Host: ${name}`,
        'Upgrade: websocket',
        'Connection: Upgrade',
      );
    expect((await upgrade(host)).status).toBe(101);
    expect((await upgrade('other.example.com')).status).toBe(403);
  });
});

it('throws for a wrong option when the gate is made', () => {
  const misspelled = { trustProxies: ['127.0.0.1'] } as Partial<GateOptions>;
  expect(() => gateWith(misspelled)).toThrow(
    expect.objectContaining({ code: 'invalid_options', option: 'trustProxies' }),
  );
});
