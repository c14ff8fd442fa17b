import { open } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { explainFileError } from '../input/files.js';
import { misuse } from '../program/failure.js';
import type { Io } from '../program/io.js';
import { findUnknownColumns, recordColumns, toBody } from './columns.js';
import { CsvError, parseCsv } from './csv.js';

/** One line of an import: a request to make, or why there can be none. */
export interface ImportLine {
  readonly line: number;
  /** How many bytes of the file were read by then. */
  readonly bytes: number;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly fault?: string;
}

/** The formats of imports and exports. */
export const transferFormats = ['csv', 'jsonl'] as const;

/** One of {@link transferFormats}. */
export type TransferFormat = (typeof transferFormats)[number];

/** The format that the end of a file's name tells. */
export function formatOfName(path: string): TransferFormat | undefined {
  if (/\.(?:jsonl|ndjson)$/i.test(path)) return 'jsonl';
  return /\.csv$/i.test(path) ? 'csv' : undefined;
}

/** The format that was named, or the one that the file's name tells; CSV where it has no ending. */
export function chooseFormat(named: string | undefined, path: string | undefined): TransferFormat {
  if (named === 'csv' || named === 'jsonl') return named;
  if (path === undefined || path === '-') return 'csv';
  const told = formatOfName(path);
  if (told !== undefined) return told;
  if (extname(path) === '') return 'csv';
  throw misuse('Which format is it? Give --format csv or --format jsonl.', 'format');
}

/** An import that was opened. */
export interface ImportSource {
  /** How long it is in bytes; `undefined` for a pipe, whose end nobody knows. */
  readonly length: number | undefined;
  /** Throws a `CommandFailure` for a file that cannot be read or has unknown columns. */
  readonly lines: AsyncGenerator<ImportLine>;
  /** Also when it was not read, or not to its end. */
  close(): Promise<void>;
}

/** Opens an import once, as a pipe cannot be opened a second time, and reads it line by line, never all of it. Throws a `CommandFailure`. */
export async function openImport(
  io: Io,
  path: string,
  format: TransferFormat,
): Promise<ImportSource> {
  const { stream, length, close } = await openStream(io, path);
  const counted = { bytes: 0 };
  const chunks = decode(stream, path, counted);
  const lines = format === 'csv' ? readCsv(chunks, counted) : readJsonLines(chunks, counted);
  return { length, lines, close };
}

async function openStream(io: Io, path: string) {
  if (path === '-') return { stream: io.stdin, length: undefined, close: () => Promise.resolve() };
  try {
    const file = await open(resolve(io.cwd, path), 'r');
    const stats = await file.stat();
    const stream = file.createReadStream({ autoClose: false });
    return { stream, length: stats.isFile() ? stats.size : undefined, close: () => file.close() };
  } catch (error) {
    throw explainFileError(error, path, 'an import');
  }
}

async function* decode(
  stream: AsyncIterable<string | Uint8Array>,
  path: string,
  counted: { bytes: number },
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of stream) {
      const bytes = Buffer.from(chunk);
      counted.bytes += bytes.length;
      yield decoder.decode(bytes, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw misuse(`${path} is not UTF-8: save it as UTF-8.`);
    throw explainFileError(error, path, 'an import');
  }
}

async function* readCsv(
  chunks: AsyncIterable<string>,
  counted: { readonly bytes: number },
): AsyncGenerator<ImportLine> {
  let names: readonly string[] | undefined;
  try {
    for await (const { line, cells } of parseCsv(chunks)) {
      if (names === undefined) names = readNames(cells);
      else yield { line, bytes: counted.bytes, ...attempt(names, cells) };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw misuse(`Line ${error.line}: ${error.message} What stands before it was imported.`);
  }
}

function readNames(cells: readonly string[]): readonly string[] {
  const names = cells.map((cell) => cell.trim());
  const unknown = findUnknownColumns(names);
  if (unknown.length === 0) return names;
  throw misuse(
    `The first line names columns that nobody knows: ${unknown.join(', ')}. Nothing was imported.`,
  );
}

function attempt(names: readonly string[], cells: readonly string[]) {
  try {
    return { body: toBody(names, cells) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

/** More than any body of ours is long. */
const longestLine = 65_536;

async function* readJsonLines(
  chunks: AsyncIterable<string>,
  counted: { readonly bytes: number },
): AsyncGenerator<ImportLine> {
  let rest = '';
  let line = 0;
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine)
      throw misuse(`Line ${line + 1} is too long. What stands before it was imported.`);
    for (const text of lines) {
      line += 1;
      if (text.trim() !== '') yield { line, bytes: counted.bytes, ...parseLine(text) };
    }
  }
  if (rest.trim() !== '') yield { line: line + 1, bytes: counted.bytes, ...parseLine(rest) };
}

const recordMembers: readonly string[] = [...recordColumns, 'stateChangedAt', 'transfers'];

/** An object of the API's own members. What only a record of the server has is passed over, as in an export that is read back. */
function parseLine(text: string): Pick<ImportLine, 'body' | 'fault'> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { fault: 'The line is no JSON object.' };
    const members = Object.entries(value).filter(([name]) => !recordMembers.includes(name));
    return { body: fromRecord(Object.fromEntries(members)) };
  } catch {
    return { fault: 'The line is no JSON.' };
  }
}

/** The API calls a domain `domain` in requests and `name` in answers. */
function fromRecord(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { domains } = body;
  if (!Array.isArray(domains)) return body;
  const entries = (domains as readonly unknown[]).map((entry) => {
    if (typeof entry !== 'object' || entry === null || !('name' in entry)) return entry;
    const { name, ...others } = entry;
    return { domain: name, ...others };
  });
  return { ...body, domains: entries };
}
