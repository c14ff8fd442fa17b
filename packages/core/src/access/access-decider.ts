import { areSameHostFields, scanHostFields, type HostFields } from '../domain/host-fields.js';
import { resolveHost } from '../domain/host.js';
import { isLocalRequest } from '../domain/local-request.js';
import type { RequestFacts } from '../domain/request-facts.js';
import type { TrustedProxies } from '../domain/trusted-proxies.js';
import type { HeldLicense } from '../license-holder.js';
import type { EpochSeconds } from '../time/clock.js';
import type { Decision } from './decision.js';
import { decideAccess } from './decide-access.js';
import { turningPoints } from './standing.js';

/** An answer, and everything it depends on: the license, how the host was named, and the time until it can change. */
interface Memo {
  readonly held: HeldLicense;
  readonly fields: HostFields;
  readonly from: EpochSeconds;
  readonly until: EpochSeconds;
  readonly decision: Decision;
}

/** Decides requests by their facts. Most requests are like the one before them, and cost a comparison with it. */
export class AccessDecider {
  #memo: Memo | undefined;
  readonly #proxies: TrustedProxies;

  constructor(proxies: TrustedProxies) {
    this.#proxies = proxies;
  }

  decide(held: HeldLicense, facts: RequestFacts, now: EpochSeconds): Decision {
    const fields = scanHostFields(facts, this.#proxies.trusts(facts.remoteAddress));
    const memo = this.#memo;
    const isKnown =
      memo?.held === held &&
      now >= memo.from &&
      now < memo.until &&
      isPath(facts) &&
      areSameHostFields(memo.fields, fields);
    return isKnown ? memo.decision : this.#decideAnew(held, facts, fields, now);
  }

  #decideAnew(
    held: HeldLicense,
    facts: RequestFacts,
    fields: HostFields,
    now: EpochSeconds,
  ): Decision {
    const reading = resolveHost(fields, facts);
    if (!reading.ok) return { allowed: false, code: reading.code, detail: reading.detail };
    const { license, lastSignedAt, clockMark } = held;
    const isLocal = license.policy.devHosts === true && isLocalRequest(facts);
    const { method } = facts;
    const question = { host: reading.host, now, lastSignedAt, clockMark, method, isLocal };
    const decision = decideAccess(license, question);
    if (isPath(facts) && holdsForEveryMethod(decision)) {
      this.#memo = { held, fields, decision, ...periodOf(held, now) };
    }
    return decision;
  }
}

/** Only then does the answer hang on nothing but what the memo compares. */
function holdsForEveryMethod(decision: Decision): boolean {
  if (!decision.allowed) return false;
  const { readOnly, warnings } = decision.access;
  return !readOnly && !warnings.includes('development_host');
}

/** A target in origin form names no host (RFC 9112 section 3.2.1): only then does the answer not depend on it. */
function isPath({ url, method }: RequestFacts): boolean {
  return url.charCodeAt(0) === 0x2f && method !== 'CONNECT';
}

function periodOf(held: HeldLicense, now: EpochSeconds): Pick<Memo, 'from' | 'until'> {
  const points = turningPoints(held.license, held);
  return {
    from: points.filter((point) => point <= now).at(-1) ?? -Infinity,
    until: points.find((point) => point > now) ?? Infinity,
  };
}
