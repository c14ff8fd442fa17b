import type { VerifiedLicense } from '../document/verified-license.js';
import { matchesDomain } from '../domain/domain-scope.js';
import { areSameHostFields, scanHostFields, type HostFields } from '../domain/host-fields.js';
import { resolveHost } from '../domain/host.js';
import { isLocalRequest } from '../domain/local-request.js';
import type { RequestFacts } from '../domain/request-facts.js';
import type { TrustedProxies } from '../domain/trusted-proxies.js';
import type { ExpiryNotices } from '../expiry-notices.js';
import type { HeldLicense } from '../license-index.js';
import type { LicenseShelf } from '../license-shelf.js';
import type { EpochSeconds } from '../time/clock.js';
import { decideAccess, wrongHost } from './decide-access.js';
import type { Decision } from './decision.js';
import { turningPoints } from './standing.js';

/** An answer, and everything it depends on: the licenses, how the host was named, and the time until it can change. */
interface Memo {
  readonly license: VerifiedLicense;
  readonly revision: number;
  readonly fields: HostFields;
  readonly from: EpochSeconds;
  readonly until: EpochSeconds;
  readonly decision: Decision;
}

/** Decides requests by their facts. Most requests are like the one before them, and cost a comparison with it. */
export class AccessDecider {
  #memo: Memo | undefined;

  constructor(
    private readonly shelf: LicenseShelf,
    private readonly proxies: TrustedProxies,
    private readonly notices: ExpiryNotices,
  ) {}

  decide(facts: RequestFacts, now: EpochSeconds): Decision {
    if (this.shelf.size === 0) return this.shelf.refusal;
    const fields = scanHostFields(facts, this.proxies.trusts(facts.remoteAddress));
    const memo = this.#memoAt(now);
    const isKnown = memo !== undefined && isPath(facts) && areSameHostFields(memo.fields, fields);
    return isKnown ? memo.decision : this.#decideAnew(facts, fields, now);
  }

  /** The memo, while the license of it stands as it did. */
  #memoAt(now: EpochSeconds): Memo | undefined {
    const memo = this.#memo;
    const isCurrent =
      memo?.revision === this.shelf.revision && now >= memo.from && now < memo.until;
    return isCurrent ? memo : undefined;
  }

  #decideAnew(facts: RequestFacts, fields: HostFields, now: EpochSeconds): Decision {
    const reading = resolveHost(fields, facts);
    if (!reading.ok) return { allowed: false, code: reading.code, detail: reading.detail };
    if (this.#isForOthers(reading.host, now)) return wrongHost;
    let refusal: Decision | undefined;
    for (const held of this.shelf.find(reading.host)) {
      const decision = this.#ask(held, reading.host, facts, now);
      const noticeAt = this.notices.note(held.license, now);
      if (decision.allowed) {
        this.#remember(held, facts, fields, now, noticeAt, decision);
        return decision;
      }
      refusal ??= decision;
    }
    return refusal ?? wrongHost;
  }

  /** Whether the only license, which the memo says would allow its own hosts, is not for this one: a flood of hosts costs no more than that. */
  #isForOthers(host: string, now: EpochSeconds): boolean {
    const license = this.shelf.size === 1 ? this.#memoAt(now)?.license : undefined;
    return (
      license !== undefined &&
      license.policy.devHosts !== true &&
      !matchesDomain(host, license.domains)
    );
  }

  #ask(held: HeldLicense, host: string, facts: RequestFacts, now: EpochSeconds): Decision {
    const { license } = held;
    const { lastSignedAt, ended } = this.shelf.standingOf(held);
    const { method } = facts;
    const { clockMark } = this.shelf;
    const isLocal = license.policy.devHosts === true && isLocalRequest(facts);
    return decideAccess(license, { host, now, ended, lastSignedAt, clockMark, method, isLocal });
  }

  #remember(
    held: HeldLicense,
    facts: RequestFacts,
    fields: HostFields,
    now: EpochSeconds,
    noticeAt: EpochSeconds,
    decision: Decision,
  ): void {
    if (!isPath(facts) || !holdsForEveryMethod(decision)) return;
    const { revision, clockMark } = this.shelf;
    const { lastSignedAt } = this.shelf.standingOf(held);
    const points = turningPoints(held.license, { lastSignedAt, clockMark });
    this.#memo = {
      license: held.license,
      revision,
      fields,
      decision,
      from: points.filter((point) => point <= now).at(-1) ?? -Infinity,
      until: Math.min(noticeAt, points.find((point) => point > now) ?? Infinity),
    };
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
