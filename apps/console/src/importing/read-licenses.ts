import type { LicenseKind } from '../api/types.js';
import type { Draft } from '../api/v1.js';
import { parseCsv, type CsvRow } from '../ui/csv.js';
import { createLineKeys } from './line-keys.js';

/** A line of a file as a license request. */
export interface ImportRow {
  readonly line: number;
  readonly draft: Draft;
  /** Names the write by what the line says, so that it is done once however often it is imported. */
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

/** Reads a CSV file with a line of column names. What its lines say is judged by the server, line by line. Another `batch` imports the same anew. */
export function readLicenses(text: string, batch = ''): Reading {
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
  const keyOf = createLineKeys(batch);
  const rows = body.map(({ line, cells }) => {
    const draft = toDraft(toRecord(cells, names));
    return { line, draft, key: keyOf(draft) };
  });
  return { ok: true, rows };
}

function toColumn(text: string): Column | undefined {
  const name = text.trim().toLowerCase();
  return columns.find((column) => column.toLowerCase() === name);
}

function toRecord(
  cells: CsvRow['cells'],
  names: readonly (Column | undefined)[],
): Partial<Record<Column, string>> {
  const record: Partial<Record<Column, string>> = {};
  for (const [index, cell] of cells.entries()) {
    const name = names[index];
    if (name !== undefined && cell.trim() !== '') record[name] = cell.trim();
  }
  return record;
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
