import type { RequestFacts } from './request-facts.js';

/** All that the host of a request can be read from, but for its target. Values are the first of their name. */
export interface HostFields {
  readonly authority: string | undefined;
  readonly host: string | undefined;
  readonly hostCount: number;
  /** `X-Forwarded-Host` and `Forwarded`: as if absent unless the peer is trusted. */
  readonly forwardedHost: string | undefined;
  readonly forwardedHostCount: number;
  readonly forwarded: string | undefined;
  readonly forwardedCount: number;
}

/**
 * Collects the fields that name a host in one pass, without believing any of them. Runs for every request, so a
 * name is looked at only when its length is right. Other spellings of the idea, such as X-Original-Host or
 * X-Host, are never read, and neither are pseudo-header fields (":authority" comes as a fact of its own).
 */
export function scanHostFields(facts: RequestFacts, trusted: boolean): HostFields {
  const { rawHeaders, authority } = facts;
  let hostAt = 0;
  let hostCount = 0;
  let forwardedHostAt = 0;
  let forwardedHostCount = 0;
  let forwardedAt = 0;
  let forwardedCount = 0;
  for (let index = 1; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index - 1] ?? '';
    if (isNamed(name, 'host')) {
      hostAt ||= index;
      hostCount += 1;
    } else if (trusted && isNamed(name, 'x-forwarded-host')) {
      forwardedHostAt ||= index;
      forwardedHostCount += 1;
    } else if (trusted && isNamed(name, 'forwarded')) {
      forwardedAt ||= index;
      forwardedCount += 1;
    }
  }
  return {
    authority,
    host: hostAt === 0 ? undefined : rawHeaders[hostAt],
    hostCount,
    forwardedHost: forwardedHostAt === 0 ? undefined : rawHeaders[forwardedHostAt],
    forwardedHostCount,
    forwarded: forwardedAt === 0 ? undefined : rawHeaders[forwardedAt],
    forwardedCount,
  };
}

/** Whether two requests name their host in the same way, so that one reading serves both. */
export function areSameHostFields(a: HostFields, b: HostFields): boolean {
  return (
    a.host === b.host &&
    a.hostCount === b.hostCount &&
    a.authority === b.authority &&
    a.forwardedHost === b.forwardedHost &&
    a.forwardedHostCount === b.forwardedHostCount &&
    a.forwarded === b.forwarded &&
    a.forwardedCount === b.forwardedCount
  );
}

/** Compares a field name without regard to case (RFC 9110 section 5.1), and without a copy of it. */
export function isNamed(name: string, lower: string): boolean {
  if (name.length !== lower.length) return false;
  for (let index = 0; index < lower.length; index += 1) {
    const expected = lower.charCodeAt(index);
    const code = name.charCodeAt(index);
    if (code !== expected && (!isUpperCase(code) || code + 0x20 !== expected)) return false;
  }
  return true;
}

function isUpperCase(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}
