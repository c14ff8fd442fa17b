import { isIpAddress } from './ip-address.js';
import { findLastLabel } from './labels.js';

/**
 * How far a licensed name reaches: the name alone; the name and `www.` before it; every name below it at
 * any depth; every name exactly one label below it (RFC 9525 section 6.3). The last two leave the name itself out.
 */
export const domainScopes = ['host', 'host+www', 'subdomains', 'one-label'] as const;

/** One scope of {@link domainScopes}. */
export type DomainScope = (typeof domainScopes)[number];

/** One licensed domain. The scope stays a plain string, because a newer issuer may know more of them. */
export interface DomainEntry {
  /** Canonical, as `parseDomainName` returns it. */
  readonly name: string;
  readonly scope: string;
}

/**
 * Whether a host is one that a license names. The host must be canonical, as `readHost` returns it; names
 * are compared by whole labels. An IP address matches only itself, and only under `host` or
 * `host+www`; an unknown scope never matches.
 */
export function matchesDomain(host: string, entries: readonly DomainEntry[]): boolean {
  for (const { name, scope } of entries) {
    if (matchesEntry(host, name, scope)) return true;
  }
  return false;
}

function matchesEntry(host: string, name: string, scope: string): boolean {
  switch (scope) {
    case 'host':
      return host === name;
    case 'host+www':
      return host === name || (host.startsWith('www.') && isOneLabelBelow(host, name));
    case 'subdomains':
      return isBelow(host, name);
    case 'one-label':
      return isOneLabelBelow(host, name);
    default:
      return false;
  }
}

function isOneLabelBelow(host: string, name: string): boolean {
  return host.indexOf('.') === host.length - name.length - 1 && isBelow(host, name);
}

/** Whether `host` is `name` with at least one more label before it, every one of them not empty. */
function isBelow(host: string, name: string): boolean {
  const dot = host.length - name.length - 1;
  if (host[dot] !== '.' || !host.endsWith(name)) return false;
  return findLastLabel(host, dot) >= 0 && !isIpAddress(name) && !isIpAddress(host);
}
