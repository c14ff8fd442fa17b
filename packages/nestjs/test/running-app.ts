import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createVisitor, type Visitor } from '@licet/conformance';
import type { DynamicModule, INestApplication, Type } from '@nestjs/common';
import { NestFactory, type AbstractHttpAdapter } from '@nestjs/core';

/** A Nest application on a free port of the loopback address, closed at the end of the block that holds it. */
export interface RunningApp extends AsyncDisposable, Visitor {
  readonly app: INestApplication<Server>;
  readonly port: number;
}

/** Creates an application as `main.ts` would, lets `configure` do the rest of it, and listens. */
export async function runApp(
  root: Type | DynamicModule,
  adapter: AbstractHttpAdapter,
  configure: (app: INestApplication<Server>) => unknown = () => undefined,
): Promise<RunningApp> {
  const options = { logger: false, abortOnError: false } as const;
  const app = await NestFactory.create<INestApplication<Server>>(root, adapter, options);
  await configure(app);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { ...createVisitor(port), app, port, [Symbol.asyncDispose]: () => app.close() };
}
