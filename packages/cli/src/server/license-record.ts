import type { paths } from '@licet/client';
import { CommandFailure } from '../program/failure.js';
import { printable } from '../terminal/style.js';
import { formatTable } from '../terminal/table.js';

/** A license as the server tells it; its domain key only when it was just made. */
export type LicenseRecord =
  paths['/v1/licenses']['post']['responses'][201]['content']['application/json'];

/** An activation as the server tells it. */
export type ActivationRecord = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly licenseId: string;
};

/** A page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** What a server answers as a license. Throws a `CommandFailure` for anything else: not everything that answers in JSON is a license server. */
export function readLicense(data: unknown): LicenseRecord {
  if (isRecord(data) && typeof data.id === 'string' && typeof data.kind === 'string') {
    return data as unknown as LicenseRecord;
  }
  throw notLicet('a license');
}

/** What a server answers as a page of licenses. Throws a `CommandFailure` for anything else. */
export function readLicensePage(data: unknown): Page<LicenseRecord> {
  return readPage(data, readLicense);
}

/** What a server answers as a page. Throws a `CommandFailure` for anything else. */
export function readPage<T>(data: unknown, readItem: (item: unknown) => T): Page<T> {
  if (!isRecord(data) || !Array.isArray(data.items)) throw notLicet('a page of a list');
  const { nextCursor } = data;
  if (nextCursor !== null && typeof nextCursor !== 'string') throw notLicet('a page of a list');
  return { items: data.items.map(readItem), nextCursor };
}

/** What a server answers as an activation, with its code when it was just made. Throws a `CommandFailure` for anything else. */
export function readActivation(data: unknown): ActivationRecord {
  if (isRecord(data) && typeof data.id === 'string' && typeof data.licenseId === 'string') {
    return data as ActivationRecord;
  }
  throw notLicet('an activation');
}

function isRecord(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null;
}

function notLicet(what: string): CommandFailure {
  const message = `The server does not answer with ${what}: it is not a Licet server. Check --server.`;
  return new CommandFailure({ code: 'invalid_answer', message, exit: 'refused', field: 'server' });
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
