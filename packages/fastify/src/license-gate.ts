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
import type { FastifyPluginCallback, onRequestHookHandler } from 'fastify';
import { requestFacts, type IncomingRequest } from './request-facts.js';
import { sendRefusal } from './send-refusal.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The access that the license grants to this request, left by the guard of `@licet/fastify`. */
    license: LicenseAccess;
  }
}

/** The guard as a plugin, for `app.register(license)` before everything else. */
export interface LicenseGate extends FastifyPluginCallback {
  /** An `onRequest` hook for one route, which also refuses when the license does not name `feature`. */
  requires(feature: string): onRequestHookHandler;
  /** The decision alone, for what passes no hook, such as `server.on('upgrade')`. Never throws. */
  check(request: IncomingMessage | Http2ServerRequest, requirement?: AccessRequirement): Decision;
  /** The license in use, how it stands now, the last failure, and counters: for a health page. */
  status(): GateStatus;
  /** Stops watching the license source, as `app.close()` does; the gate goes on deciding with what it has. */
  close(): void;
}

/**
 * Creates the guard of a Fastify 5 application: a request either goes on, with the access in `request.license`, or is
 * answered with core's refusal. It guards every route of the instance that it is registered on, of its children, and what
 * has no route. Throws core's `OptionsError` (`invalid_options`) when an option is wrong.
 */
export function licenseGate(options: GateOptions): LicenseGate {
  const gate = createGate(options);
  const check = (request: IncomingRequest, requirement?: AccessRequirement): Decision =>
    gate.check(requestFacts(request), requirement);

  const guard =
    (requirement?: AccessRequirement): onRequestHookHandler =>
    (request, reply, done) => {
      const decision = check(request.raw, requirement);
      if (!decision.allowed) {
        sendRefusal(reply, toRefusal(decision, request.headers.accept));
        return;
      }
      request.license = decision.access;
      done();
    };

  const plugin: FastifyPluginCallback = (app, _options, done) => {
    app.decorateRequest('license');
    app.addHook('onRequest', guard());
    app.addHook('onClose', (_app, closed) => {
      gate.close();
      closed();
    });
    done();
  };

  return Object.assign(plugin, pluginMarks, {
    requires: (feature: string) => guard({ feature }),
    check,
    status: () => gate.status(),
    close: () => gate.close(),
  });
}

/** What `fastify-plugin` would set: without the first one the guard would end where its plugin ends. */
const pluginMarks = {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: '@licet/fastify',
  [Symbol.for('plugin-meta')]: { name: '@licet/fastify', fastify: '5.x' },
};
