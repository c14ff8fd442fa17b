import type { GateOptions } from '@licet/core';
import { LICENSE_GATE, LicetModule, type LicenseGate } from '@licet/nestjs';
import { NestFactory, type AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { RequestHandler } from 'express';
import { passTime } from '../pass-time.js';
import { callMiddleware, callNext, toExpressExchange } from './express-guard.js';
import { toFastifyExchange, type FastifyExchange, type Hook } from './fastify-exchange.js';
import { goOn, measureBy, type Guard, type OpenGuard } from './guard.js';

/** The guard of Nest on Express: the first middleware that the application mounts. */
export const openNestExpressGuard: OpenGuard = async (options) => {
  const adapter = new RecordingExpress();
  const guard = await createGuard(options, adapter);
  return {
    ...guard,
    measure: measureBy(passTime, {
      toExchange: toExpressExchange,
      guard: callMiddleware(firstOf(adapter.mounted)),
      noop: callNext,
    }),
  };
};

/** The guard of Nest on Fastify. It is mounted at two places, so that Fastify calls it twice for a request. */
export const openNestFastifyGuard: OpenGuard = async (options) => {
  const adapter = new RecordingFastify();
  const guard = await createGuard(options, adapter);
  const hook = firstOf(adapter.hooks);
  const call =
    (layer: Hook) =>
    ({ request, reply }: FastifyExchange): void => {
      layer(request, reply, goOn);
      layer(request, reply, goOn);
    };
  return {
    ...guard,
    measure: measureBy(passTime, {
      toExchange: toFastifyExchange,
      guard: call(hook),
      noop: call((_request, _reply, done) => done()),
    }),
  };
};

async function createGuard(
  options: GateOptions,
  adapter: AbstractHttpAdapter,
): Promise<Omit<Guard, 'measure'>> {
  const settings = { logger: false, abortOnError: false } as const;
  const app = await NestFactory.create(LicetModule.forRoot(options), adapter, settings);
  const gate = app.get<LicenseGate>(LICENSE_GATE);
  return { check: (request) => gate.check(request), close: () => app.close() };
}

class RecordingExpress extends ExpressAdapter {
  readonly mounted: RequestHandler[] = [];

  override use(...layers: Parameters<ExpressAdapter['use']>): unknown {
    this.mounted.push(...(layers as readonly RequestHandler[]));
    return super.use(...(layers as readonly unknown[]));
  }
}

class RecordingFastify extends FastifyAdapter {
  readonly hooks: Hook[] = [];

  override setOnRequestHook(hook: Parameters<FastifyAdapter['setOnRequestHook']>[0]): void {
    this.hooks.push(hook as Hook);
    super.setOnRequestHook(hook);
  }
}

function firstOf<Item>([first]: readonly Item[]): Item {
  if (first === undefined) throw new Error('The guard has not been mounted.');
  return first;
}
