import { parseDomainName, normalizeSerial, type EpochSeconds } from '@licet/core';
import { Type, type Static } from 'typebox';
import { licenseOrders, standings, type LicenseFilter } from '../../db/license-lists.js';
import { DomainText, printable, ProductName } from '../../http/fields.js';
import { pageQuery } from '../../http/paging.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import { parseEnd, parseStart } from '../../services/licenses/dates.js';
import { kinds, states } from './license-view.js';
import { DateText, Label, SerialText } from './terms-schemas.js';

/** What licenses can be listed by. */
export const licenseQuery = Type.Object(
  {
    ...pageQuery,
    product: Type.Optional(ProductName()),
    kind: Type.Optional(Type.Enum([...kinds])),
    state: Type.Optional(Type.Enum([...states])),
    standing: Type.Optional(Type.Enum([...standings])),
    domain: Type.Optional(DomainText('Licenses with an entry of this name')),
    serial: Type.Optional(SerialText),
    holder: Type.Optional(Label('Licenses of exactly this holder')),
    q: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        pattern: printable,
        examples: ['exam'],
        description:
          'What a domain, serial, id or holder begins with, or a whole domain key; ordered by what was found. A page may be short: go on until nextCursor is null',
      }),
    ),
    expiresBefore: Type.Optional(DateText('Licenses that end before it')),
    expiresAfter: Type.Optional(DateText('Licenses that end then or later')),
    order: Type.Optional(
      Type.Enum([...licenseOrders], {
        description: 'By default created; validTo leaves out permanent ones. Not beside q',
      }),
    ),
  },
  { additionalProperties: false },
);

/** Reads what a list of licenses is to hold. Codes: `invalid_domain`, `invalid_date`. */
export function parseFilter(
  query: Static<typeof licenseQuery>,
  now: EpochSeconds,
): Outcome<LicenseFilter> {
  const { product, kind, state, standing, serial, holder } = query;
  const domain = parseFilterDomain(query.domain);
  if (!domain.ok) return domain;
  const before = parseOptional(query.expiresBefore, (text) => parseEnd(text, 'expiresBefore'));
  if (!before.ok) return before;
  const after = parseOptional(query.expiresAfter, (text) => parseStart(text, 'expiresAfter'));
  if (!after.ok) return after;
  return succeed({
    product,
    kind,
    state,
    standing: standing && { is: standing, now },
    domain: domain.value,
    serial: serial === undefined ? undefined : (normalizeSerial(serial) ?? serial),
    holder,
    expiresBefore: before.value,
    expiresAfter: after.value,
  });
}

function parseFilterDomain(text: string | undefined): Outcome<string | undefined> {
  return parseOptional(text, (domain) => {
    const name = parseDomainName(domain.replace(/^\*\./, ''));
    return name.ok ? succeed(name.name) : fail('invalid_domain', name.detail, 'domain');
  });
}

function parseOptional<T>(
  text: string | undefined,
  parse: (text: string) => Outcome<T>,
): Outcome<T | undefined> {
  return text === undefined ? succeed(undefined) : parse(text);
}
