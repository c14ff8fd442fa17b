import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect, type IncomingHttpStatusHeader } from 'node:http2';
import { createTestVendor, standardOptions } from '@licet/conformance';
import { Controller, Get, Inject, Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { describe, expect, it } from 'vitest';
import { platforms } from '../test/platforms.js';
import { runApp } from '../test/running-app.js';
import {
  License,
  LICENSE_GATE,
  LicetModule,
  type LicenseAccess,
  type LicenseGate,
  type LicetModuleOptions,
} from './index.js';

const vendor = createTestVendor();
const [host, otherHost] = ['example.com', 'evil.test'];

@Controller()
class Pages {
  constructor(@Inject(LICENSE_GATE) private readonly gate: LicenseGate) {}

  @Get()
  host(@License() access: LicenseAccess): string {
    return access.host;
  }

  @Get('healthz')
  health(@License() access?: LicenseAccess): string {
    return `${String(this.gate.status().licenses)} license, ${access === undefined ? 'not asked' : 'asked'}`;
  }
}

@Module({ controllers: [Pages] })
class Site {}

@Module({})
class Root {}

const siteWith = (changes: Partial<LicetModuleOptions> = {}): DynamicModule => ({
  module: Site,
  imports: [LicetModule.forRoot({ ...standardOptions(vendor), ...changes })],
});

/** Middleware that answers without Nest, as one for static files does. */
const answerEverything = (_request: IncomingMessage, response: ServerResponse): void => {
  response.end('a file');
};

describe.each(platforms)('LicetModule on %s', (_name, createAdapter) => {
  it('guards what Nest has no handler for', async () => {
    await using site = await runApp(siteWith(), createAdapter());
    expect((await site.get(host, '/missing')).status).toBe(404);
    expect((await site.get(otherHost, '/missing')).status).toBe(403);
  });

  it('guards middleware that answers before any handler', async () => {
    await using site = await runApp(siteWith(), createAdapter(), (app) =>
      app.use(answerEverything),
    );
    expect((await site.get(host, '/logo.svg')).body).toBe('a file');
    expect((await site.get(otherHost, '/logo.svg')).status).toBe(403);
  });

  it('answers no preflight request for a host that is not licensed', async () => {
    await using site = await runApp(siteWith(), createAdapter(), (app) => {
      app.enableCors();
    });
    const preflight = (name: string) =>
      site.send([
        'OPTIONS / HTTP/1.1',
        `Host: ${name}`,
        'Origin: https://example.org',
        'Access-Control-Request-Method: GET',
        'Connection: close',
      ]);
    expect((await preflight(host)).status).toBe(204);
    expect((await preflight(otherHost)).status).toBe(403);
  });

  it('guards every spelling below a global prefix', async () => {
    await using site = await runApp(siteWith(), createAdapter(), (app) =>
      app.setGlobalPrefix('api'),
    );
    expect((await site.get(host, '/api')).body).toBe(host);
    for (const path of ['/api', '/api/', '//api', '/%61pi', '/', '/healthz'])
      expect((await site.get(otherHost, path)).status, path).toBe(403);
  });

  it('serves unlicensed paths to any host, in exactly the spelling of the options', async () => {
    const unlicensedPaths = ['/healthz'];
    await using site = await runApp(siteWith({ unlicensedPaths }), createAdapter());
    expect((await site.get(otherHost, '/healthz')).body).toBe('1 license, not asked');
    expect((await site.get(otherHost, '/healthz?deep=1')).status).toBe(200);
    for (const path of ['/', '/healthz/', '//healthz', '/HEALTHZ', '/%68ealthz', '/healthz/../'])
      expect((await site.get(otherHost, path)).status, path).toBe(403);
    expect((await site.get(otherHost, `http://${otherHost}/healthz`)).status).toBe(403);
  });

  it('takes its options from a factory, and is known in every module', async () => {
    @Module({ providers: [{ provide: 'LICENSE', useValue: vendor.sign() }], exports: ['LICENSE'] })
    class Settings {}

    const guard = LicetModule.forRootAsync({
      imports: [Settings],
      inject: ['LICENSE'],
      useFactory: async (license: string) => {
        await Promise.resolve();
        return { ...standardOptions(vendor), license };
      },
    });
    await using site = await runApp({ module: Root, imports: [Site, guard] }, createAdapter());
    expect((await site.get(host)).body).toBe(host);
    expect((await site.get(otherHost)).status).toBe(403);
  });

  it('fails to create an application with a wrong option', async () => {
    const create = (changes: object): Promise<unknown> =>
      runApp(siteWith(changes), createAdapter());
    await expect(create({ trustProxies: [] })).rejects.toMatchObject({
      code: 'invalid_options',
      option: 'trustProxies',
    });
    for (const path of ['healthz', '/healthz?deep', '/health/*', ''])
      await expect(create({ unlicensedPaths: ['/healthz', path] })).rejects.toMatchObject({
        code: 'invalid_options',
        option: 'unlicensedPaths[1]',
      });
  });
});

describe('LicetModule', () => {
  it("believes forwarded hosts by its own proxy list and not by the platform's setting", async () => {
    const express = new ExpressAdapter();
    express.set('trust proxy', true);
    const trusting = [express, new FastifyAdapter({ trustProxy: true })];
    for (const adapter of trusting) {
      await using site = await runApp(siteWith(), adapter);
      const answer = await site.get(otherHost, '/', `X-Forwarded-Host: ${host}`);
      expect(answer.status).toBe(403);
    }
  });

  it("stays when somebody else takes the place of the Fastify adapter's own hook", async () => {
    const adapter = new FastifyAdapter();
    await using site = await runApp(siteWith(), adapter, () => {
      adapter.setOnRequestHook((_request, _reply, done) => {
        done();
      });
    });
    expect((await site.get(host)).body).toBe(host);
    expect((await site.get(otherHost)).status).toBe(403);
  });

  it('guards plugins of Fastify', async () => {
    const adapter = new FastifyAdapter();
    await using site = await runApp(siteWith(), adapter, (app) =>
      adapter.register((instance, _options, done) => {
        instance.get('/plugin', () => `served by ${app.constructor.name}`);
        done();
      }),
    );
    expect((await site.get(host, '/plugin')).status).toBe(200);
    expect((await site.get(otherHost, '/plugin')).status).toBe(403);
  });

  it('does not guard what an Express instance of your own served before Nest got it', async () => {
    const adapter = new ExpressAdapter();
    adapter.get('/own', (_request: unknown, response: ServerResponse) => {
      response.end('served');
    });
    await using site = await runApp(siteWith(), adapter);
    expect((await site.get(otherHost, '/own')).body).toBe('served');
    expect((await site.get(otherHost, '/own/')).body).toBe('served');
    expect((await site.get(otherHost, '/')).status).toBe(403);
  });

  it('refuses to start on a platform that it cannot guard', async () => {
    class OtherAdapter extends ExpressAdapter {
      override getType(): string {
        return 'other';
      }
    }
    await expect(runApp(siteWith(), new OtherAdapter())).rejects.toThrow(
      'LicetModule guards Express and Fastify, not the platform "other".',
    );
  });

  it('decides by the authority of an HTTP/2 request', async () => {
    const adapter = new FastifyAdapter({ http2: true });
    await using site = await runApp(siteWith(), adapter);
    const session = connect(`http://127.0.0.1:${String(site.port)}`);
    const ask = async (authority: string): Promise<number | undefined> => {
      const request = session.request({ ':authority': authority, ':path': '/' });
      const [headers] = (await once(request, 'response')) as [IncomingHttpStatusHeader];
      request.resume();
      return headers[':status'];
    };
    expect(await ask(host)).toBe(200);
    expect(await ask(otherHost)).toBe(403);
    session.close();
  });

  it('decides in an application without a server', async () => {
    const context = await NestFactory.createApplicationContext(siteWith(), { logger: false });
    const gate = context.get<LicenseGate>(LICENSE_GATE);
    expect(gate.status()).toMatchObject({ licenses: 1, license: { licenseId: 'lic_test' } });
    await context.close();
  });
});
