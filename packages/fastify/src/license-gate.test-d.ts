import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import { fastify, type onRequestHookHandler } from 'fastify';
import { expectTypeOf, it } from 'vitest';
import type { Decision, LicenseAccess, LicenseGate } from './index.js';

declare const license: LicenseGate;

it('registers like any plugin, on servers of either HTTP version', () => {
  void fastify().register(license);
  void fastify({ http2: true, https: {} }).register(license);
  expectTypeOf<ReturnType<LicenseGate['requires']>>().toEqualTypeOf<onRequestHookHandler>();
});

it('types what the guard leaves for the handlers', () => {
  fastify().get('/', { onRequest: license.requires('admin') }, (request) => {
    expectTypeOf(request.license).toEqualTypeOf<LicenseAccess>();
  });
});

it('asks for a decision with a request of either HTTP version', () => {
  expectTypeOf<IncomingMessage | Http2ServerRequest>().toExtend<
    Parameters<LicenseGate['check']>[0]
  >();
  expectTypeOf<ReturnType<LicenseGate['check']>>().toEqualTypeOf<Decision>();
});
