import { unguardFormula } from './csv.js';

/** How a cell stands for a member of a license: where it is, and how it is read. */
interface Column {
  readonly path: readonly string[];
  readonly type: 'text' | 'number' | 'boolean' | 'words';
}

const text = (...path: string[]): Column => ({ path, type: 'text' });
const number = (...path: string[]): Column => ({ path, type: 'number' });

/** The columns that make a license, named after the members of the API. */
const columns: Readonly<Record<string, Column>> = {
  kind: text('kind'),
  product: text('product'),
  domain: text('domain'),
  scope: text('scope'),
  key: text('key'),
  serial: text('serial'),
  seats: number('seats'),
  computerId: text('computerId'),
  siteCode: text('siteCode'),
  serverPath: text('serverPath'),
  validFrom: text('validFrom'),
  validTo: text('validTo'),
  features: { path: ['features'], type: 'words' },
  holder: text('holder'),
  maintenanceSupported: { path: ['maintenance', 'supported'], type: 'boolean' },
  maintenanceUntil: text('maintenance', 'until'),
  graceDays: number('policy', 'graceDays'),
  offlineDays: number('policy', 'offlineDays'),
  onExpiry: text('policy', 'onExpiry'),
  onStale: text('policy', 'onStale'),
  onClockBack: text('policy', 'onClockBack'),
  devHosts: { path: ['policy', 'devHosts'], type: 'boolean' },
};

/** The columns that an import reads. */
export const importColumns: readonly string[] = Object.keys(columns);

/** Columns that an export has besides and an import passes over: a license gets them from the server. */
export const recordColumns = ['id', 'state', 'standing', 'generation', 'createdAt'] as const;

/** The columns of an export, in their order. */
export const exportColumns: readonly string[] = [...recordColumns, ...importColumns];

/** The names of a first line that no column has. */
export function findUnknownColumns(names: readonly string[]): readonly string[] {
  return names.filter((name) => !exportColumns.includes(name));
}

/** The body of a request from the cells of one record. Throws an `Error` in plain words for a cell that cannot be read. */
export function toBody(
  names: readonly string[],
  cells: readonly string[],
): Readonly<Record<string, unknown>> {
  if (cells.length > names.length) throw new Error('There are more cells than columns.');
  const body: Record<string, unknown> = {};
  for (const [index, name] of names.entries()) {
    const cell = unguardFormula((cells[index] ?? '').trim());
    const column = columns[name];
    if (column && cell !== '') setAt(body, column.path, readCell(name, column, cell));
  }
  const { domain } = body;
  return typeof domain === 'string' && domain.includes(' ') ? withDomains(body, domain) : body;
}

function setAt(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [first = '', ...rest] = path;
  if (rest.length === 0) target[first] = value;
  else setAt((target[first] ??= {}) as Record<string, unknown>, rest, value);
}

function readCell(name: string, { type }: Column, cell: string): unknown {
  if (type === 'words') return cell.split(/\s+/);
  if (type === 'number' && !/^\d{1,10}$/.test(cell))
    throw new Error(`${name} must be a whole number.`);
  if (type === 'boolean' && !/^(?:true|false)$/.test(cell))
    throw new Error(`${name} must be true or false.`);
  if (type === 'number') return Number(cell);
  return type === 'boolean' ? cell === 'true' : cell;
}

/** Several domains stand in one cell with spaces between, each with its scope behind a bar: `a.example|host b.example`. */
function withDomains(
  { scope, ...body }: Record<string, unknown>,
  cell: string,
): Readonly<Record<string, unknown>> {
  const domains = cell.split(/\s+/).map((part) => {
    const [domain = '', own] = part.split('|');
    const chosen = own ?? scope;
    return { domain, ...(chosen !== undefined && { scope: chosen }) };
  });
  const others = Object.entries(body).filter(([name]) => name !== 'domain');
  return { ...Object.fromEntries(others), domains };
}

/** The cells of one license, in the order of {@link exportColumns}. */
export function toCells(license: Readonly<Record<string, unknown>>): readonly string[] {
  const flat = { ...license, ...flattenDomains(license.domains) };
  return exportColumns.map((name) => formatCell(readAt(flat, columns[name]?.path ?? [name])));
}

function flattenDomains(domains: unknown): Readonly<Record<string, string>> {
  if (!Array.isArray(domains)) return {};
  const entries = domains as readonly { readonly name: string; readonly scope: string }[];
  const [first] = entries;
  if (first && entries.length === 1) return { domain: first.name, scope: first.scope };
  return { domain: entries.map(({ name, scope }) => `${name}|${scope}`).join(' ') };
}

function readAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, name) =>
      typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined,
    value,
  );
}

function formatCell(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.join(' ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
