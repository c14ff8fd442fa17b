import type { VerifiedLicense } from '../document/verified-license.js';
import { areSameHostFields, scanHostFields, type HostFields } from '../domain/host-fields.js';
import { resolveHost, type RequestFacts } from '../domain/host.js';
import type { TrustedProxies } from '../domain/trusted-proxies.js';
import type { EpochSeconds } from '../time/clock.js';
import type { Decision } from './decision.js';
import { decideAccess, turningPoints } from './decide-access.js';

/** An answer, and everything it depends on: the license, how the host was named, and the time until it can change. */
interface Memo {
  readonly license: VerifiedLicense;
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

  decide(license: VerifiedLicense, facts: RequestFacts, now: EpochSeconds): Decision {
    const fields = scanHostFields(facts, this.#proxies.trusts(facts.remoteAddress));
    const memo = this.#memo;
    const isKnown =
      memo?.license === license &&
      now >= memo.from &&
      now < memo.until &&
      isPath(facts) &&
      areSameHostFields(memo.fields, fields);
    return isKnown ? memo.decision : this.#decideAnew(license, facts, fields, now);
  }

  #decideAnew(
    license: VerifiedLicense,
    facts: RequestFacts,
    fields: HostFields,
    now: EpochSeconds,
  ): Decision {
    const reading = resolveHost(fields, facts);
    if (!reading.ok) return { allowed: false, code: reading.code, detail: reading.detail };
    const decision = decideAccess(license, { host: reading.host, now });
    if (decision.allowed && isPath(facts)) {
      this.#memo = { license, fields, decision, ...periodOf(license, now) };
    }
    return decision;
  }
}

/** A target in origin form names no host (RFC 9112 section 3.2.1): only then does the answer not depend on it. */
function isPath({ url, method }: RequestFacts): boolean {
  return url.charCodeAt(0) === 0x2f && method !== 'CONNECT';
}

function periodOf(license: VerifiedLicense, now: EpochSeconds): Pick<Memo, 'from' | 'until'> {
  const points = turningPoints(license);
  return {
    from: points.filter((point) => point <= now).at(-1) ?? -Infinity,
    until: points.find((point) => point > now) ?? Infinity,
  };
}
