import type { AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';

/** Each platform that Nest runs on, by its name. */
export const platforms: readonly (readonly [string, () => AbstractHttpAdapter])[] = [
  ['Express', createExpress],
  ['Fastify', () => new FastifyAdapter()],
];

function createExpress(): ExpressAdapter {
  const adapter = new ExpressAdapter();
  adapter.disable('x-powered-by');
  return adapter;
}
