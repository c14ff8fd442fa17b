import type { paths } from '@licet/client';
import { printable } from '../terminal/style.js';
import { formatTable } from '../terminal/table.js';

/** A license as the server tells it; its domain key only when it was just made. */
export type LicenseRecord =
  paths['/v1/licenses']['post']['responses'][201]['content']['application/json'];

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
    ['state', license.standing],
    ['for', placeOf(license)],
    ['serial', license.serial],
    ['domain key', license.key],
    ['seats', license.seats?.toString()],
    ['valid from', license.validFrom],
    ['valid to', license.validTo ?? 'permanent'],
    ['features', license.features.join(', ')],
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
    license.standing,
    license.validTo ?? 'permanent',
    placeOf(license) ?? license.serial ?? '',
  ]);
  return formatTable([head, ...rows.map((row) => row.map(printable))]);
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
