import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import { createGate } from '@licet/core';
import type { AccessRequirement, Decision, GateOptions, GateStatus } from '@licet/core';
import { requestFacts } from './request-facts.js';

/** The token of the application's {@link LicenseGate}: `@Inject(LICENSE_GATE)`. */
export const LICENSE_GATE: unique symbol = Symbol.for('@licet/nestjs:gate');

/** The gate of the application, for what passes no middleware and no guard. */
export interface LicenseGate {
  /** The decision alone, such as for a socket that is to be upgraded. Never throws. */
  check(request: IncomingMessage | Http2ServerRequest, requirement?: AccessRequirement): Decision;
  /** The license in use, how it stands now, the last failure, and counters: for a health page. */
  status(): GateStatus;
  /** Stops watching the license source, as `app.close()` does; the gate goes on deciding with what it has. */
  close(): void;
}

/** Makes the gate. Throws core's `OptionsError` (`invalid_options`) when an option is wrong. */
export function createLicenseGate(options: GateOptions): LicenseGate {
  const gate = createGate(options);
  return {
    check: (request, requirement) => gate.check(requestFacts(request), requirement),
    status: () => gate.status(),
    close: () => gate.close(),
  };
}
