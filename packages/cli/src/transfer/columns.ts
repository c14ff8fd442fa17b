import { unguardFormula } from './csv.js';

/** How a cell stands for a member of a record: where it is, and how it is read. */
export interface Column {
  readonly path: readonly string[];
  readonly type: 'text' | 'number' | 'boolean' | 'words';
}

/** Columns by the names that the first line of a file gives them. */
export type Columns = Readonly<Record<string, Column>>;

/** A JSON object, as the API takes and answers them. */
export type Members = Readonly<Record<string, unknown>>;

/** A column of text that stands for the member at a path. */
export const text = (...path: string[]): Column => ({ path, type: 'text' });
/** A column of whole numbers that stands for the member at a path. */
export const number = (...path: string[]): Column => ({ path, type: 'number' });

/**
 * The members that the cells of one record stand for; cells of other columns are passed over. Throws an `Error` in plain words for a cell that cannot be
 * read.
 */
export function readCells(
  columns: Columns,
  names: readonly string[],
  cells: readonly string[],
): Members {
  if (cells.length > names.length) throw new Error('There are more cells than columns.');
  const members: Record<string, unknown> = {};
  for (const [index, name] of names.entries()) {
    const cell = unguardFormula((cells[index] ?? '').trim());
    const column = columns[name];
    if (column && cell !== '') setAt(members, column.path, readCell(name, column, cell));
  }
  return members;
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

/** The cells of one record, one for each name: a column's member, or the member of that name. */
export function formatCells(
  columns: Columns,
  names: readonly string[],
  record: Members,
): readonly string[] {
  return names.map((name) => formatCell(readAt(record, columns[name]?.path ?? [name])));
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
