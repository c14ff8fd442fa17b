import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import Koa, { type Middleware } from 'koa';
import { expectTypeOf, it } from 'vitest';
import type { Decision, LicenseAccess, LicensedState, LicenseGate } from './index.js';

declare const license: LicenseGate;

it('mounts like any middleware', () => {
  new Koa().use(license).use(license.requires('admin'));
  new Koa<LicensedState>().use(license);
  expectTypeOf<ReturnType<LicenseGate['requires']>>().toEqualTypeOf<Middleware<LicensedState>>();
});

it('types what the guard leaves for the handlers', () => {
  new Koa<LicensedState>().use(license).use((context) => {
    expectTypeOf(context.state.license).toEqualTypeOf<LicenseAccess>();
  });
});

it('asks for a decision with a request of either HTTP version', () => {
  expectTypeOf<IncomingMessage | Http2ServerRequest>().toExtend<
    Parameters<LicenseGate['check']>[0]
  >();
  expectTypeOf<ReturnType<LicenseGate['check']>>().toEqualTypeOf<Decision>();
});
