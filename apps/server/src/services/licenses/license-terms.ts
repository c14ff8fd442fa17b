import type { EpochSeconds, MaintenanceClaims } from '@licet/core';
import type { LicenseRow, ProductRow } from '../../db/tables.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import { lastInstant, parseFutureEnd, parseLast, parseStart } from './dates.js';
import { parseLabel } from './label.js';
import { toStoredPolicy, type Policy } from './policy.js';

const secondsPerDay = 86_400;

/** What of a license can be changed at any time, as somebody sends it. */
export interface ChangeableTerms {
  readonly features?: readonly string[];
  readonly maintenance?: MaintenanceTerms | null;
  readonly policy?: Policy;
  readonly holder?: string | null;
}

/** A maintenance plan, as somebody sends it. */
export interface MaintenanceTerms {
  readonly supported: boolean;
  /** The last instant at which a release is covered. */
  readonly until?: string;
}

/** What of a license does not depend on its kind, as somebody sends it. */
export interface LicenseTerms extends ChangeableTerms {
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly maintenance?: MaintenanceTerms;
  readonly holder?: string;
}

/** Terms as they are signed. */
export interface SignedTerms {
  readonly features?: readonly string[];
  readonly maintenance?: MaintenanceClaims;
  readonly policy?: Policy;
}

type TermColumns = Pick<LicenseRow, 'features' | 'maintenance' | 'policy' | 'holder'>;
type DateColumns = Pick<LicenseRow, 'valid_from' | 'valid_to'>;

/** Reads the columns, which hold the terms in the form in which they are signed. */
export function readTerms({ features, maintenance, policy }: LicenseRow): SignedTerms {
  return {
    ...(features !== null && { features: JSON.parse(features) as string[] }),
    ...(maintenance !== null && { maintenance: JSON.parse(maintenance) as MaintenanceClaims }),
    ...(policy !== null && { policy: JSON.parse(policy) as Policy }),
  };
}

/** The columns of the terms that are given. Codes: `invalid_field`, `invalid_date`. */
export function parseTerms(terms: ChangeableTerms): Outcome<Partial<TermColumns>> {
  const { features, policy } = terms;
  const maintenance = parseMaintenance(terms.maintenance);
  if (!maintenance.ok) return maintenance;
  const holder = typeof terms.holder === 'string' ? parseLabel(terms.holder, 'holder') : undefined;
  if (holder?.ok === false) return holder;
  return succeed({
    ...(features !== undefined && { features: toStoredFeatures(features) }),
    ...(policy !== undefined && { policy: toStoredPolicy(policy) }),
    ...(terms.maintenance !== undefined && { maintenance: maintenance.value }),
    ...(terms.holder !== undefined && { holder: holder?.value ?? null }),
  });
}

/** The terms of a new license: what is not given follows from its product. Codes: `invalid_field`, `invalid_date`, `date_not_in_future`. */
export function parseNewTerms(
  terms: LicenseTerms,
  product: ProductRow,
  now: EpochSeconds,
): Outcome<TermColumns & DateColumns> {
  const given = parseTerms(terms);
  if (!given.ok) return given;
  const dates = parseDates(terms, product.term_days, now);
  if (!dates.ok) return dates;
  return succeed({ ...inheritTerms(product), ...given.value, ...dates.value });
}

/** What a license gets from its product unless it is told otherwise. */
export function inheritTerms({ features, policy, maintenance }: ProductRow): TermColumns {
  const supported = maintenance === 1 ? JSON.stringify({ supported: true }) : null;
  return { features, policy, maintenance: supported, holder: null };
}

/** The end of a license of which nobody said one. */
export function endOfTerm(termDays: number | null, start: EpochSeconds): EpochSeconds | null {
  return termDays === null ? null : start + termDays * secondsPerDay;
}

function parseDates(
  { validFrom, validTo }: LicenseTerms,
  termDays: number | null,
  now: EpochSeconds,
): Outcome<DateColumns> {
  const start = validFrom === undefined ? undefined : parseStart(validFrom, 'validFrom');
  if (start?.ok === false) return start;
  const end = validTo === undefined ? undefined : parseFutureEnd(validTo, 'validTo', now);
  if (end?.ok === false) return end;
  const valid_from = start?.value ?? null;
  const valid_to = end?.value ?? endOfTerm(termDays, valid_from ?? now);
  if (valid_from !== null && valid_from < 0)
    return fail('invalid_date', 'Send a date from 1970 on.', 'validFrom');
  if (valid_to !== null && (valid_to > lastInstant || valid_to <= now))
    return fail('invalid_field', 'Choose a start that leaves the term some time.', 'validFrom');
  if (valid_from !== null && valid_to !== null && valid_to <= valid_from)
    return fail('invalid_field', 'Send an end that is after the start.', 'validTo');
  return succeed({ valid_from, valid_to });
}

function toStoredFeatures(features: readonly string[]): string | null {
  return features.length === 0 ? null : JSON.stringify([...new Set(features)]);
}

function parseMaintenance(terms: MaintenanceTerms | null | undefined): Outcome<string | null> {
  if (terms === null || terms === undefined) return succeed(null);
  const { supported, until } = terms;
  if (until === undefined) return succeed(JSON.stringify({ supported }));
  if (!supported)
    return fail(
      'invalid_field',
      'A plan has an end only where plans are supported.',
      'maintenance',
    );
  const last = parseLast(until, 'maintenance.until');
  if (!last.ok) return last;
  if (last.value < 0) return fail('invalid_date', 'Send a date from 1970 on.', 'maintenance.until');
  return succeed(JSON.stringify({ supported, until: last.value }));
}
