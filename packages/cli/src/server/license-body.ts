import { readInteger } from '../input/numbers.js';
import { readPolicy } from '../licenses/read-policy.js';
import type { PlaceValues, TermValues } from '../licenses/term-options.js';

const anyNumber = { least: 0, most: 2_147_483_647 };

/** The body of `POST /v1/licenses` from the command line. What does not belong to the kind is left to the server to refuse. */
export function toLicenseBody(
  kind: string,
  product: string,
  options: TermValues & PlaceValues,
): Readonly<Record<string, unknown>> {
  const { domain: domains, feature: features, scope } = options;
  const until = options['maintenance-until'];
  return withoutAbsent({
    kind,
    product,
    validFrom: options['valid-from'],
    validTo: options['valid-to'],
    features: features.length > 0 ? features : undefined,
    maintenance: until === undefined ? undefined : { supported: true, until },
    policy: readPolicy(options, anyNumber.most),
    holder: options.holder,
    ...toDomains(domains, scope),
    key: options['domain-key'],
    computerId: options.computer,
    siteCode: options.site,
    serverPath: options['server-path'],
    seats: readInteger(options.seats, 'seats', anyNumber),
    serial: options.serial,
  });
}

function toDomains(domains: readonly string[], scope: string | undefined) {
  const [domain, ...others] = domains;
  if (domain === undefined) return {};
  if (others.length === 0) return { domain, scope };
  return { domains: domains.map((name) => withoutAbsent({ domain: name, scope })) };
}

/** The API has no members that are there and say nothing. */
export function withoutAbsent(
  members: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
