import { toRefusal } from '@licet/core';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { attachAccess } from './license-access.js';
import type { LicenseGate } from './license-gate.js';
import type { IncomingRequest } from './request-facts.js';
import { sendRefusal, type PlatformResponse } from './send-refusal.js';

/** Express extends Node's request, Fastify wraps it. */
type PlatformRequest = IncomingRequest | { readonly raw: IncomingRequest };

type Handler = (request: PlatformRequest, response: PlatformResponse, next: () => void) => void;

/** Puts a handler before everything that a platform can do with a request. */
const platforms: Readonly<Record<string, (adapter: AbstractHttpAdapter, guard: Handler) => void>> =
  {
    express: (adapter, guard) => {
      adapter.use(guard);
    },
    // The adapter answers preflights and `OPTIONS *` before any hook but its own; that one has a single place, which
    // somebody else may take. The other hook stays.
    fastify: (adapter, guard) => {
      const hook = oncePerRequest(guard);
      adapter.setOnRequestHook(hook);
      adapter
        .getInstance<{ addHook(name: 'onRequest', hook: Handler): unknown }>()
        .addHook('onRequest', hook);
    },
  };

/**
 * Guards everything that the adapter serves, known or unknown to Nest, by no path and so by no spelling of one. Called while
 * the application is created, before anything else can be mounted. Throws on a platform that it does not know.
 */
export function mountGate(
  adapter: AbstractHttpAdapter,
  gate: LicenseGate,
  unlicensedPaths: ReadonlySet<string>,
): void {
  const platform = adapter.getType();
  const mount = platforms[platform];
  if (mount === undefined)
    throw new Error(`LicetModule guards Express and Fastify, not the platform "${platform}".`);
  mount(adapter, (platformRequest, response, next) => {
    const request = 'raw' in platformRequest ? platformRequest.raw : platformRequest;
    if (unlicensedPaths.has(pathOf(request))) {
      next();
      return;
    }
    const decision = gate.check(request);
    if (!decision.allowed) {
      sendRefusal(response, toRefusal(decision, request.headers.accept));
      return;
    }
    attachAccess(request, decision.access);
    next();
  });
}

/** As it will be routed, byte for byte. */
function pathOf({ url = '' }: IncomingRequest): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}

function oncePerRequest(handler: Handler): Handler {
  // A mark of this gate on the request itself: to look it up in a WeakSet costs more than the decision.
  const isSeen = Symbol('@licet/nestjs:seen');
  return (request: PlatformRequest & { [isSeen]?: true }, response, next) => {
    if (request[isSeen] === true) {
      next();
      return;
    }
    request[isSeen] = true;
    handler(request, response, next);
  };
}
