import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import express, { type RequestHandler, type Response } from 'express';
import { expectTypeOf, it } from 'vitest';
import type { Decision, LicenseAccess, LicensedLocals, LicenseGate } from './index.js';

declare const license: LicenseGate;

it('mounts like any middleware', () => {
  expectTypeOf(license).toExtend<RequestHandler>();
  expectTypeOf<ReturnType<LicenseGate['requires']>>().toEqualTypeOf<RequestHandler>();
  express().use(license).use('/admin', license.requires('admin'));
});

it('types what the guard leaves for the handlers', () => {
  express().get('/', license, (_request, response: Response<unknown, LicensedLocals>) => {
    expectTypeOf(response.locals.license).toEqualTypeOf<LicenseAccess>();
  });
});

it('asks for a decision with a request of either HTTP version', () => {
  expectTypeOf<IncomingMessage | Http2ServerRequest>().toExtend<
    Parameters<LicenseGate['check']>[0]
  >();
  expectTypeOf<ReturnType<LicenseGate['check']>>().toEqualTypeOf<Decision>();
});
