import type { LicenseKind } from '../api/types.js';
import type { Draft } from '../api/v1.js';
import { parseCsv, type CsvRow } from '../ui/csv.js';

/** A line of a file as a license request. */
export interface ImportRow {
  readonly line: number;
  readonly draft: Draft;
  /** The same for the same line of the same file, so that it is never imported twice. */
  readonly key: string;
}

/** The outcome of {@link readLicenses}; `detail` says what is wrong with the file. */
export type Reading =
  | { readonly ok: true; readonly rows: readonly ImportRow[] }
  | { readonly ok: false; readonly detail: string };

/** The columns that are understood. Their case and order do not matter. */
export const columns = [
  'product',
  'kind',
  'domain',
  'scope',
  'key',
  'computerId',
  'siteCode',
  'serverPath',
  'seats',
  'serial',
  'validFrom',
  'validTo',
  'features',
  'holder',
] as const;

type Column = (typeof columns)[number];
type Cells = Readonly<Partial<Record<Column, string | undefined>>>;

/** Reads a CSV file with a line of column names. What its lines say is judged by the server, line by line. */
export function readLicenses(text: string): Reading {
  const [head, ...body] = parseCsv(text);
  if (head === undefined) return { ok: false, detail: 'The file is empty.' };
  const names = head.cells.map(toColumn);
  const unknown = head.cells.find((_, index) => names[index] === undefined);
  if (unknown !== undefined) {
    const detail = `There is no column “${unknown}”. The first line has to name columns of ${columns.join(', ')}.`;
    return { ok: false, detail };
  }
  if (!names.includes('product')) return { ok: false, detail: 'The column product is missing.' };
  if (body.length === 0) return { ok: false, detail: 'There is no line under the column names.' };
  const file = hash(text);
  return { ok: true, rows: body.map((row) => toRow(row, names, file)) };
}

function toColumn(text: string): Column | undefined {
  const name = text.trim().toLowerCase();
  return columns.find((column) => column.toLowerCase() === name);
}

function toRow(
  { line, cells }: CsvRow,
  names: readonly (Column | undefined)[],
  file: string,
): ImportRow {
  const record: Partial<Record<Column, string>> = {};
  for (const [index, cell] of cells.entries()) {
    const name = names[index];
    if (name !== undefined && cell.trim() !== '') record[name] = cell.trim();
  }
  return { line, draft: toDraft(record), key: `import-${file}-${String(line)}` };
}

/** Several domains, and features, stand between spaces or semicolons. */
function toDraft({ kind, domain, scope, seats, features, ...rest }: Cells): Draft {
  const domains = domain?.split(/[\s;]+/).filter(Boolean) ?? [];
  const reach = scope === undefined ? {} : { scope };
  return {
    kind: kind ?? guessKind({ domain, seats, ...rest }),
    ...rest,
    ...(domains.length === 1 && { domain: domains[0], ...reach }),
    ...(domains.length > 1 && { domains: domains.map((one) => ({ domain: one, ...reach })) }),
    ...(seats !== undefined && { seats: Number.isNaN(Number(seats)) ? seats : Number(seats) }),
    ...(features !== undefined && { features: features.split(/[\s;]+/).filter(Boolean) }),
  };
}

function guessKind({ domain, serverPath, seats }: Cells): LicenseKind {
  if (domain !== undefined) return 'domain';
  if (serverPath !== undefined) return 'network';
  return seats === undefined ? 'single-user' : 'token';
}

/** 64 bits of two FNV-1a hashes: it tells files apart, no more; the server compares what is sent under a key. */
function hash(text: string): string {
  let [one, two] = [0x811c9dc5, 0x01000193];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, 0x01000193);
    two = Math.imul(two ^ unit, 0x85ebca6b) ^ (two >>> 13);
  }
  return [one, two].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
