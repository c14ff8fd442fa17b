import { parseDomainName, type DomainEntry, type DomainScope } from '@licet/core';
import { parseLicensedDomain } from '@licet/issuer';
import { compareDomains } from '../../db/licenses.js';
import { fail, succeed, type Outcome } from '../../problems.js';

/** A domain as somebody sends it; without a scope, `parseLicensedDomain` says what its text means. */
export interface DomainRequest {
  readonly domain: string;
  readonly scope?: DomainScope;
}

/** Reads the domains of a license. Codes: `invalid_domain`, `public_suffix`, `invalid_field`. */
export function parseDomains(
  requests: readonly DomainRequest[],
  field: string,
): Outcome<readonly DomainEntry[]> {
  const entries = new Map<string, DomainEntry>();
  for (const request of requests) {
    const entry = parseEntry(request, field);
    if (!entry.ok) return entry;
    const { name, scope } = entry.value;
    entries.set(`${name} ${scope}`, entry.value);
  }
  // In the order in which they will be read.
  return succeed([...entries.values()].sort(compareDomains));
}

function parseEntry({ domain, scope }: DomainRequest, field: string): Outcome<DomainEntry> {
  const licensed = parseLicensedDomain(domain);
  if (!licensed.ok) return fail(licensed.code, licensed.detail, field);
  if (scope === undefined) return succeed(licensed.entry);
  const name = parseDomainName(domain);
  if (!name.ok) {
    // A wildcard: it says its scope itself.
    return scope === licensed.entry.scope
      ? succeed(licensed.entry)
      : fail('invalid_field', 'Send the name without "*." for this scope.', field);
  }
  if (scope === 'host+www') return succeed(licensed.entry);
  const hasNamesBelow = name.kind === 'dns' && name.name.includes('.');
  return scope === 'host' || hasNamesBelow
    ? succeed({ name: name.name, scope })
    : fail('invalid_field', 'Nothing can be below this name: choose the scope host.', field);
}
