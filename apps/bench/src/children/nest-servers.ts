import type { Server } from 'node:http';
import { LicetModule } from '@licet/nestjs';
import { Controller, Get, Module, type DynamicModule, type INestApplication } from '@nestjs/common';
import { NestFactory, type AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { RequestHandler } from 'express';
import type { FastifyInstance } from 'fastify';
import { license, platform, product, publicKeys, reportPorts } from './report-ports.js';

@Controller()
class Pages {
  @Get()
  home(): { readonly ok: true } {
    return { ok: true };
  }
}

@Module({ controllers: [Pages] })
class Site {
  static with(...imports: readonly DynamicModule[]): DynamicModule {
    return { module: Site, imports: [...imports] };
  }
}

type NestApp = INestApplication<Server>;

/** Each platform, and how it is given a layer that does nothing. */
const platforms: Record<string, readonly [() => AbstractHttpAdapter, (app: NestApp) => void]> = {
  express: [
    () => new ExpressAdapter(),
    (app) => {
      const noop: RequestHandler = (_request, _response, next) => next();
      app.use(noop);
    },
  ],
  fastify: [
    () => new FastifyAdapter(),
    (app) => {
      const instance = app.getHttpAdapter().getInstance() as FastifyInstance;
      instance.addHook('onRequest', (_request, _reply, done) => done());
    },
  ],
};

const [createAdapter, addNoop] = platforms[platform] ?? [];
if (createAdapter === undefined || addNoop === undefined)
  throw new Error(`Nest has no platform "${platform}".`);

await reportPorts(async (guarded) => {
  const guard = LicetModule.forRoot({ license, product, publicKeys });
  const app = await NestFactory.create<NestApp>(
    guarded ? Site.with(guard) : Site.with(),
    createAdapter(),
    { logger: false },
  );
  if (!guarded) addNoop(app);
  await app.listen(0, '127.0.0.1');
  return app.getHttpServer();
});
