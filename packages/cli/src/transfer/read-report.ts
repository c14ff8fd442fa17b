import type { EpochSeconds } from '@licet/core';
import { createReadStream } from 'node:fs';
import { stat, truncate } from 'node:fs/promises';
import { resolve } from 'node:path';
import { explainFileError } from '../input/files.js';
import { failure } from '../program/failure.js';
import type { Io } from '../program/io.js';
import type { Members } from './columns.js';
import { CsvError, parseCsv, unguardFormula } from './csv.js';
import type { TransferFormat } from './read-lines.js';

/** A report that an earlier try has left. */
export interface FoundReport {
  /** Where it is. */
  readonly place: string;
  readonly size: number;
  readonly modifiedAt: EpochSeconds;
  /** Of its whole lines, in bytes: the last may have been cut off with the program. */
  readonly length: number;
  /** Takes off what is no whole line. */
  cut(): Promise<void>;
}

/** How a report is written. */
interface ReportForm {
  readonly path: string;
  readonly format: TransferFormat;
  readonly columns: readonly string[];
}

/** Looks for a report; `undefined` also for what is no plain file. Throws a `CommandFailure`. */
export async function findReport({ cwd }: Io, path: string): Promise<FoundReport | undefined> {
  const place = resolve(cwd, path);
  // What cannot be looked at cannot be opened either, and is told then.
  const stats = await stat(place).catch(() => undefined);
  if (stats?.isFile() !== true) return undefined;
  try {
    const length = await measureWholeLines(place);
    const { size, mtimeMs } = stats;
    const modifiedAt = Math.floor(mtimeMs / 1000);
    return { place, size, modifiedAt, length, cut: () => truncate(place, length) };
  } catch (error) {
    throw explainFileError(error, path, 'a report');
  }
}

async function measureWholeLines(place: string): Promise<number> {
  let length = 0;
  let read = 0;
  for await (const chunk of createReadStream(place) as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf('\n') + 1;
    if (end > 0) length = read + end;
    read += chunk.length;
  }
  return length;
}

/** The rows of a report. Throws a `CommandFailure` for what is no report of such an import. */
export async function* readReport(
  { place, length }: FoundReport,
  { path, format, columns }: ReportForm,
): AsyncGenerator<Members> {
  if (length === 0) return;
  const text: AsyncIterable<string> = createReadStream(place, {
    encoding: 'utf8',
    end: length - 1,
  });
  try {
    yield* format === 'csv' ? readCsvRows(text, columns) : readJsonRows(text);
  } catch (error) {
    if (!(error instanceof CsvError) && !(error instanceof SyntaxError)) throw error;
    const message = `${path} is no report of such an import, or damaged. It was left as it is: name another.`;
    throw failure('damaged_report', message);
  }
}

async function* readCsvRows(
  chunks: AsyncIterable<string>,
  columns: readonly string[],
): AsyncGenerator<Members> {
  let isHead = true;
  for await (const { line, cells } of parseCsv(chunks)) {
    const texts = cells.map(unguardFormula);
    if (texts.length !== columns.length || (isHead && texts.join() !== columns.join()))
      throw new CsvError(line, 'It is no row of a report.');
    if (!isHead) yield toRow(columns, texts);
    isHead = false;
  }
}

function toRow(columns: readonly string[], cells: readonly string[]): Members {
  const entries = columns.map((name, index) => [name, cells[index] ?? ''] as const);
  return Object.fromEntries(entries.filter(([, cell]) => cell !== ''));
}

async function* readJsonRows(chunks: AsyncIterable<string>): AsyncGenerator<Members> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield readJsonRow(line);
  }
}

function readJsonRow(text: string): Members {
  const row: unknown = JSON.parse(text);
  if (typeof row === 'object' && row !== null && 'line' in row && 'server' in row) return row;
  throw new SyntaxError('It is no row of a report.');
}
