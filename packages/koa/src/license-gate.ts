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
import type { Middleware } from 'koa';
import { requestFacts } from './request-facts.js';
import { sendRefusal } from './send-refusal.js';

/** What the guard leaves in `ctx.state`; `new Koa<LicensedState>()` tells the handlers. */
export interface LicensedState {
  /** The access that the license grants to this request. */
  license: LicenseAccess;
}

/** The guard as middleware, for `app.use(license)` before everything else. */
export interface LicenseGate extends Middleware<LicensedState> {
  /** Middleware for one route, which also refuses when the license does not name `feature`. */
  requires(feature: string): Middleware<LicensedState>;
  /** The decision alone, for what passes no middleware, such as `server.on('upgrade')`. Never throws. */
  check(request: IncomingMessage | Http2ServerRequest, requirement?: AccessRequirement): Decision;
  /** The license in use, how it stands now, the last failure, and counters: for a health page. */
  status(): GateStatus;
  /** Stops watching the license source; the gate goes on deciding with what it has. */
  close(): void;
}

/**
 * Creates the guard of a Koa 2 or 3 application: a request either goes on, with the access in `ctx.state.license`, or is
 * answered with core's refusal. Throws core's `OptionsError` (`invalid_options`) when an option is wrong.
 */
export function licenseGate(options: GateOptions): LicenseGate {
  const gate = createGate(options);

  const guard =
    (requirement?: AccessRequirement): Middleware<LicensedState> =>
    async (context, next) => {
      const decision = gate.check(requestFacts(context.req, context.originalUrl), requirement);
      if (!decision.allowed) {
        sendRefusal(context.response, toRefusal(decision, context.req.headers.accept));
        return;
      }
      context.state.license = decision.access;
      await next();
    };

  return Object.assign(guard(), {
    requires: (feature: string) => guard({ feature }),
    check: (request: IncomingMessage | Http2ServerRequest, requirement?: AccessRequirement) =>
      gate.check(requestFacts(request), requirement),
    status: () => gate.status(),
    close: () => gate.close(),
  });
}
