import { openExpressGuard } from './express-guard.js';
import { openFastifyGuard } from './fastify-guard.js';
import type { OpenGuard } from './guard.js';
import { openKoaGuard } from './koa-guard.js';
import { openNestExpressGuard, openNestFastifyGuard } from './nest-guards.js';

/** Every guard there is, by the name of its framework. */
export const guards: readonly (readonly [name: string, open: OpenGuard])[] = [
  ['Express 5', openExpressGuard],
  ['Koa 3', openKoaGuard],
  ['Fastify 5', openFastifyGuard],
  ['Nest 12 on Express', openNestExpressGuard],
  ['Nest 12 on Fastify', openNestFastifyGuard],
];
