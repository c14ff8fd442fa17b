import { areSameHostFields, scanHostFields, type HostFields } from './host-fields.js';
import { resolveHost, type HostReading } from './host.js';
import type { RequestFacts } from './request-facts.js';
import type { TrustedProxies } from './trusted-proxies.js';

/** Reads the hosts of one request after another. */
export type HostReader = (facts: RequestFacts) => HostReading;

/**
 * Makes a reader that answers as `readHost` does and remembers its last answer, keyed by everything that this
 * depends on and never by Host alone. A request that names its host in the same way as the one before gets the very
 * same object back, so that a caller can keep what it concluded from it beside it.
 */
export function createHostReader(proxies: TrustedProxies): HostReader {
  let lastFields: HostFields | undefined;
  let lastReading: HostReading | undefined;
  return (facts) => {
    const fields = scanHostFields(facts, proxies.trusts(facts.remoteAddress));
    if (!isOriginForm(facts)) return resolveHost(fields, facts);
    if (
      lastReading === undefined ||
      lastFields === undefined ||
      !areSameHostFields(fields, lastFields)
    ) {
      lastReading = resolveHost(fields, facts);
      lastFields = fields;
    }
    return lastReading;
  };
}

/** A target without a host in it: only with such a one is the answer the same for all paths. */
function isOriginForm({ url, method }: RequestFacts): boolean {
  return url.charCodeAt(0) === 0x2f && method !== 'CONNECT';
}
