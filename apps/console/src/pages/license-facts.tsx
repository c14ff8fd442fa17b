import type { License, Policy } from '../api/types.js';
import { formatDay, formatLastDay, toWords } from '../ui/format.js';

const times = (count: number) => (count === 1 ? 'Once' : `${String(count)} times`);
const days = (count: number) => `${String(count)} ${count === 1 ? 'day' : 'days'}`;

export function toPolicyFacts(policy: Policy) {
  const { onExpiry = 'block', onStale = 'block', onClockBack = 'block' } = policy;
  const { graceDays = 0, offlineDays, devHosts } = policy;
  return {
    'After the end': toWords(onExpiry),
    Grace: graceDays === 0 ? 'None' : days(graceDays),
    'Without the server': offlineDays === undefined ? 'For any time' : days(offlineDays),
    ...(offlineDays !== undefined && { 'After those days': toWords(onStale) }),
    'Clock set back': toWords(onClockBack),
    'Development hosts': devHosts === true ? 'Served' : 'Not served',
  };
}

/** What a license is for: a domain, a machine, a path, or the seats of a serial. */
export function toSubject(license: License): string {
  const { kind, domains = [], computerId, siteCode, serverPath, serial } = license;
  switch (kind) {
    case 'domain':
      return toDomains(domains.map(({ name }) => name));
    case 'single-user':
      return computerId ?? siteCode ?? serial ?? 'Not bound yet';
    case 'network':
      return serverPath ?? '';
    case 'token':
      return serial ?? '';
  }
}

/** The first one, and how many there are besides. */
function toDomains([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} +${String(others.length)}`;
}

export function toTerm({ validFrom, validTo }: License): string {
  const end = validTo === undefined ? 'for ever' : `until ${formatLastDay(validTo)}`;
  if (validFrom !== undefined) return `From ${formatDay(validFrom)}, ${end}`;
  return end.charAt(0).toUpperCase() + end.slice(1);
}

export function toLicenseFacts(license: License) {
  const { kind, domains = [], seats, computerId, siteCode, serverPath, maintenance } = license;
  return {
    Kind: toWords(kind),
    Product: license.product,
    Holder: license.holder,
    Domains:
      kind === 'domain' ? (
        <ul class="plain">
          {domains.map(({ name, scope }) => (
            <li key={`${scope} ${name}`}>
              {name} <small>{toWords(scope)}</small>
            </li>
          ))}
        </ul>
      ) : undefined,
    Computer: computerId,
    'Site code': siteCode,
    'Server path': serverPath,
    Seats: seats === undefined ? undefined : String(seats),
    Term: toTerm(license),
    Features: license.features?.join(', '),
    Maintenance: maintenance && toMaintenance(maintenance),
    Moved: license.transfers ? times(license.transfers) : undefined,
    'File no.': String(license.generation),
    Created: formatDay(license.createdAt),
  };
}

function toMaintenance({ supported, until }: NonNullable<License['maintenance']>): string {
  if (!supported) return 'Not supported';
  return until === undefined ? 'Supported, no plan' : `Releases until ${formatDay(until)}`;
}
