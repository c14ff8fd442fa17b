import type { LicenseKind } from '../licenses/kinds.js';
import { printable } from '../terminal/style.js';
import { formatTable } from '../terminal/table.js';

/** A license as the server tells it: what is read of it here. */
export interface LicenseRecord {
  readonly id: string;
  readonly kind: LicenseKind;
  readonly product: string;
  readonly state: string;
  readonly standing?: string;
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly features?: readonly string[];
  readonly maintenance?: { readonly supported: boolean; readonly until?: string };
  readonly policy?: Readonly<Record<string, string | number | boolean>>;
  readonly holder?: string;
  readonly generation: number;
  readonly createdAt: string;
  readonly domains?: readonly { readonly name: string; readonly scope: string }[];
  readonly key?: string;
  readonly serial?: string;
  readonly seats?: number;
  readonly computerId?: string;
  readonly siteCode?: string;
  readonly serverPath?: string;
}

/** A page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** One license, a line for each thing that it says. */
export function describeLicense(license: LicenseRecord): string {
  const { maintenance, policy } = license;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['license', license.id],
    ['kind', license.kind],
    ['product', license.product],
    ['state', standingOf(license)],
    ['for', placeOf(license)],
    ['serial', license.serial],
    ['domain key', license.key],
    ['seats', license.seats?.toString()],
    ['valid from', license.validFrom],
    ['valid to', license.validTo ?? 'permanent'],
    ['features', license.features?.join(', ')],
    ['maintenance until', maintenance?.until],
    ['policy', policy && toList(policy)],
    ['holder', license.holder],
    ['generation', String(license.generation)],
    ['created', license.createdAt],
  ];
  const given = rows.flatMap(([name, value]) => (value ? [[name, printable(value)]] : []));
  return formatTable(given);
}

/** Many licenses, a line for each. */
export function describeLicenses(licenses: readonly LicenseRecord[]): string {
  const head = ['LICENSE', 'KIND', 'PRODUCT', 'STATE', 'VALID TO', 'FOR'];
  const rows = licenses.map((license) => [
    license.id,
    license.kind,
    license.product,
    standingOf(license),
    license.validTo ?? 'permanent',
    placeOf(license) ?? license.serial ?? '',
  ]);
  return formatTable([head, ...rows.map((row) => row.map(printable))]);
}

function standingOf({ state, standing }: LicenseRecord): string {
  return standing ?? state;
}

function placeOf(license: LicenseRecord): string | undefined {
  const { domains, computerId, siteCode, serverPath } = license;
  const names = domains?.map(({ name, scope }) => `${name} (${scope})`).join(', ');
  return names ?? computerId ?? siteCode ?? serverPath;
}

function toList(members: Readonly<Record<string, unknown>>): string {
  return Object.entries(members)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
}
