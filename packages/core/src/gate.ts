import { AccessDecider } from './access/access-decider.js';
import type { Decision } from './access/decision.js';
import { requireFeature } from './access/decide-access.js';
import type { RequestFacts } from './domain/request-facts.js';
import { ExpiryNotices } from './expiry-notices.js';
import type { GateEvent, GateListener } from './gate-events.js';
import { GateMonitor, type GateStatus } from './gate-status.js';
import { LicenseShelf } from './license-shelf.js';
import { parseGateOptions, type GateOptions } from './options.js';

export type { GateOptions } from './options.js';

/** What a request needs beyond a licensed host. */
export interface AccessRequirement {
  readonly feature?: string;
}

/** Guards an application: one gate serves any number of requests, routes and frameworks. */
export interface Gate {
  /**
   * Decides about one request. Synchronous, without I/O, and never throws. Codes: `bad_host`, those of `decideAccess`, `no_license`
   * while there is no license yet, or the code for which the only ones so far were not accepted.
   */
  check(facts: RequestFacts, requirement?: AccessRequirement): Decision;
  /** The license in use, how it stands now, the last failure, and counters. */
  status(): GateStatus;
  /** Stops watching the license and the lists. Later checks use the last ones. */
  close(): void;
}

/**
 * Makes a gate. The license is verified when its source delivers it; a request costs a comparison with the one before.
 * A license that is not accepted never replaces a good one. Throws `OptionsError` for wrong options.
 */
export function createGate(options: GateOptions): Gate {
  const { product, pins, proxies, source, statusSource, clock, onEvent } =
    parseGateOptions(options);
  const monitor = new GateMonitor();
  const report = (event: GateEvent): void => {
    monitor.count(event);
    tell(onEvent, event);
  };
  const shelf = new LicenseShelf({ product, pins, report });
  const decider = new AccessDecider(shelf, proxies, new ExpiryNotices(report));
  // The license first: it names its list.
  const stops = [source.start(shelf), statusSource?.start(shelf)];
  return Object.freeze({
    check: (facts: RequestFacts, requirement?: AccessRequirement): Decision => {
      const decision = requireFeature(decider.decide(facts, clock()), requirement?.feature);
      reportDecision(decision, report);
      return decision;
    },
    status: () => monitor.status(shelf, clock()),
    close: () => {
      for (const stop of stops) stop?.();
    },
  });
}

function reportDecision(decision: Decision, report: GateListener): void {
  if (!decision.allowed) {
    report({ type: 'request-refused', code: decision.code, detail: decision.detail });
  } else if (decision.access.warnings.length > 0) {
    const { host, warnings } = decision.access;
    report({ type: 'request-warned', host, warnings });
  }
}

/** A listener must not be able to turn a decision into an exception. */
function tell(listener: GateListener, event: GateEvent): void {
  try {
    listener(event);
  } catch {
    // Nobody is left to tell.
  }
}
