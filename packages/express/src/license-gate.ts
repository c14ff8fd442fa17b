import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import { createGate, toRefusal } from '@licet/core';
import type {
  AccessRequirement,
  Decision,
  GateOptions,
  GateStatus,
  LicenseAccess,
} from '@licet/core';
import type { RequestHandler } from 'express';
import { requestFacts, type IncomingRequest } from './request-facts.js';
import { sendRefusal } from './send-refusal.js';

/** What the guard leaves in `res.locals`; annotate a handler's response as `Response<unknown, LicensedLocals>`. */
export interface LicensedLocals {
  /** The access that the license grants to this request. */
  license: LicenseAccess;
}

/** The guard as middleware, for `app.use(license)` before everything else. */
export interface LicenseGate extends RequestHandler {
  /** Middleware for one route, which also refuses when the license does not name `feature`. */
  requires(feature: string): RequestHandler;
  /** The decision alone, for what passes no middleware, such as `server.on('upgrade')`. Never throws. */
  check(request: IncomingMessage | Http2ServerRequest, requirement?: AccessRequirement): Decision;
  /** The license in use, how it stands now, the last failure, and counters: for a health page. */
  status(): GateStatus;
  /** Stops watching the license source; the gate goes on deciding with what it has. */
  close(): void;
}

/**
 * Creates the guard of an Express 4 or 5 application: a request either goes on, with the access in `res.locals.license`,
 * or is answered with core's refusal. Throws core's `OptionsError` (`invalid_options`) when an option is wrong.
 */
export function licenseGate(options: GateOptions): LicenseGate {
  const gate = createGate(options);
  const check = (request: IncomingRequest, requirement?: AccessRequirement): Decision =>
    gate.check(requestFacts(request), requirement);

  const guard =
    (requirement?: AccessRequirement): RequestHandler =>
    (request, response, next) => {
      const decision = check(request, requirement);
      if (!decision.allowed) {
        sendRefusal(response, toRefusal(decision, request.headers.accept));
        return;
      }
      const locals: Partial<LicensedLocals> = response.locals;
      locals.license = decision.access;
      next();
    };

  return Object.assign(guard(), {
    requires: (feature: string) => guard({ feature }),
    check,
    status: () => gate.status(),
    close: () => gate.close(),
  });
}
