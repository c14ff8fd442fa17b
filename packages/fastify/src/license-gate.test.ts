import { once } from 'node:events';
import { connect, type IncomingHttpStatusHeader } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createTestVendor, createVisitor, standardOptions } from '@licet/conformance';
import { fastify, type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { licenseGate, type GateOptions, type LicenseGate } from './index.js';

const vendor = createTestVendor();
const [host, otherHost] = ['example.com', 'evil.test'];

const gateWith = (changes: Partial<GateOptions> = {}): LicenseGate =>
  licenseGate({ ...standardOptions(vendor), ...changes });

const running: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of running.splice(0)) await app.close();
});

function createApp(options: FastifyServerOptions = {}): FastifyInstance {
  const app = fastify(options);
  running.push(app);
  return app;
}

const statusOf = async (app: FastifyInstance, name: string, url = '/'): Promise<number> =>
  (await app.inject({ url, headers: { host: name } })).statusCode;

describe('licenseGate', () => {
  it('guards what was declared before it, beside it, after it and below it', async () => {
    const app = createApp();
    app.get('/before', () => 'served');
    void app.register((child, _options, done) => {
      child.get('/child-before', () => 'served');
      done();
    });
    void app.register(gateWith());
    app.get('/after', () => 'served');
    void app.register(async (child) => {
      child.get('/child', () => 'served');
      await child.register((grandchild, _options, done) => {
        grandchild.get('/grandchild', () => 'served');
        done();
      });
    });
    for (const url of ['/before', '/child-before', '/after', '/child', '/grandchild']) {
      expect(await statusOf(app, host, url), url).toBe(200);
      expect(await statusOf(app, otherHost, url), url).toBe(403);
    }
  });

  it('guards what has no route', async () => {
    const app = createApp();
    await app.register(gateWith());
    app.setNotFoundHandler((_request, reply) => reply.code(404).send('our own page'));
    expect(await statusOf(app, host, '/missing')).toBe(404);
    expect(await statusOf(app, otherHost, '/missing')).toBe(403);
  });

  it('guards one part of an application when it is registered there', async () => {
    const app = createApp();
    app.get('/healthz', () => 'healthy');
    await app.register(async (site) => {
      await site.register(gateWith());
      site.get('/', (request) => request.license.host);
    });
    expect(await statusOf(app, otherHost, '/healthz')).toBe(200);
    expect(await statusOf(app, otherHost)).toBe(403);
    expect(await statusOf(app, host)).toBe(200);
  });

  it('guards a single route without the guard before it', async () => {
    const app = createApp();
    const onRequest = gateWith().requires('reports');
    app.get('/reports', { onRequest }, (request) => request.license.host);
    const answer = await app.inject({ url: '/reports', headers: { host } });
    expect(answer.body).toBe(host);
    expect(await statusOf(app, otherHost, '/reports')).toBe(403);
  });

  it('keeps serializers and onSend hooks away from the refusal, and tells onResponse hooks', async () => {
    const app = createApp();
    const statuses: number[] = [];
    app.setReplySerializer(() => '"serialized"');
    app.addHook('onSend', (_request, reply, _payload, done) => {
      reply.header('etag', '"1"');
      done(null, 'changed');
    });
    app.addHook('onResponse', (_request, reply, done) => {
      statuses.push(reply.statusCode);
      done();
    });
    await app.register(gateWith());
    const answer = await app.inject({ url: '/', headers: { host: otherHost } });
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.headers).not.toHaveProperty('etag');
    expect(answer.json()).toMatchObject({ status: 403, title: 'Not licensed' });
    expect(statuses).toEqual([403]);
  });

  it("believes forwarded hosts by its own proxy list and not by Fastify's trustProxy", async () => {
    const forwarded = { host: otherHost, 'x-forwarded-host': host };
    const ask = async (changes: Partial<GateOptions>): Promise<number> => {
      const app = createApp({ trustProxy: true });
      await app.register(gateWith(changes));
      app.get('/', () => 'served');
      return (await app.inject({ url: '/', headers: forwarded })).statusCode;
    };
    expect(await ask({})).toBe(403);
    expect(await ask({ trustedProxies: ['127.0.0.1'] })).toBe(200);
  });

  it('reads the target as it was sent, after a rewrite', async () => {
    const app = createApp({ rewriteUrl: () => '/rewritten' });
    await app.register(gateWith());
    app.get('/rewritten', () => 'served');
    await app.listen({ port: 0, host: '127.0.0.1' });
    const visitor = createVisitor((app.server.address() as AddressInfo).port);
    expect((await visitor.get(host, `http://${host}/cart`)).body).toBe('served');
    expect((await visitor.get(host, `http://${otherHost}/cart`)).status).toBe(403);
  });

  it('decides by the authority of an HTTP/2 request', async () => {
    const app = fastify({ http2: true });
    await app.register(gateWith());
    app.get('/', (request) => request.license.host);
    await app.listen({ port: 0, host: '127.0.0.1' });
    const session = connect(
      `http://127.0.0.1:${String((app.server.address() as AddressInfo).port)}`,
    );
    const ask = async (authority: string): Promise<number | undefined> => {
      const request = session.request({ ':authority': authority, ':path': '/' });
      const [headers] = (await once(request, 'response')) as [IncomingHttpStatusHeader];
      request.resume();
      return headers[':status'];
    };
    expect(await ask(host)).toBe(200);
    expect(await ask(otherHost)).toBe(403);
    session.close();
    await app.close();
  });

  it('can be asked by the handler of errors that Fastify finds before any hook', async () => {
    const gate = gateWith();
    const app = createApp({
      frameworkErrors: (_error, request, reply) => {
        reply.raw.writeHead(gate.check(request.raw).allowed ? 400 : 403).end();
      },
    });
    await app.register(gate);
    expect(await statusOf(app, host, '/%zz')).toBe(400);
    expect(await statusOf(app, otherHost, '/%zz')).toBe(403);
  });

  it('tells how it stands', () => {
    expect(gateWith().status()).toMatchObject({ licenses: 1, license: { licenseId: 'lic_test' } });
  });

  it('throws for a wrong option when the gate is made', () => {
    const misspelled = { trustProxies: ['127.0.0.1'] } as Partial<GateOptions>;
    expect(() => gateWith(misspelled)).toThrow(
      expect.objectContaining({ code: 'invalid_options', option: 'trustProxies' }),
    );
  });
});
