import { open } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { explainFileError } from '../input/files.js';
import { misuse } from '../program/failure.js';
import type { Io } from '../program/io.js';
import { readCells, type Members } from './columns.js';
import { CsvError, parseCsv } from './csv.js';
import type { Subject } from './subject.js';

/** One line of an import: a request to make, or why there can be none. */
export interface ImportLine {
  readonly line: number;
  /** How many bytes of the file were read by then. */
  readonly bytes: number;
  readonly body?: Members;
  readonly fault?: string;
}

/** The formats of imports and exports. */
export const transferFormats = ['csv', 'jsonl'] as const;

/** One of {@link transferFormats}. */
export type TransferFormat = (typeof transferFormats)[number];

/** The option of commands that read or write a file of lines. */
export const formatOption = {
  type: 'text',
  value: 'FORMAT',
  text: 'by default as its name ends, and csv where it has no ending',
  choices: transferFormats,
} as const;

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

/** A file that cannot be read on from where it is wrong. */
export class DamagedFile extends Error {
  override readonly name = 'DamagedFile';
}

/** An import that was opened. */
export interface ImportSource {
  /** How long it is in bytes; `undefined` for a pipe, whose end nobody knows. */
  readonly length: number | undefined;
  /** Throws a `CommandFailure` for a file that cannot be read or has unknown columns, a {@link DamagedFile} where it is damaged. */
  readonly lines: AsyncGenerator<ImportLine>;
  /** Also when it was not read, or not to its end. */
  close(): Promise<void>;
}

/** Opens an import once, as a pipe cannot be opened a second time, and reads it line by line, never all of it. Throws a `CommandFailure`. */
export async function openImport(
  io: Io,
  { path, format }: { readonly path: string; readonly format: TransferFormat },
  subject: Subject,
): Promise<ImportSource> {
  const { stream, length, close } = await openStream(io, path);
  const counted = { bytes: 0 };
  const chunks = decode(stream, path, counted);
  const read = format === 'csv' ? readCsv : readJsonLines;
  return { length, lines: read(chunks, counted, subject), close };
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
      for (const piece of toPieces(Buffer.from(chunk))) {
        counted.bytes += piece.length;
        yield decoder.decode(piece, { stream: true });
      }
    }
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError)
      throw new DamagedFile(`${path} is not UTF-8: save it as UTF-8.`);
    throw explainFileError(error, path, 'an import');
  }
}

/** A bar that moves by what is read at once would stand at its end while a thousand lines are still worked on. */
const pieceLength = 1024;

function* toPieces(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += pieceLength)
    yield bytes.subarray(start, start + pieceLength);
}

async function* readCsv(
  chunks: AsyncIterable<string>,
  counted: { readonly bytes: number },
  subject: Subject,
): AsyncGenerator<ImportLine> {
  let names: readonly string[] | undefined;
  try {
    for await (const { line, cells } of parseCsv(chunks)) {
      if (names === undefined) names = readNames(cells, subject);
      else {
        const known = names;
        const read = () => subject.toBody(readCells(subject.columns, known, cells));
        yield { line, bytes: counted.bytes, ...attempt(read) };
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new DamagedFile(`Line ${error.line}: ${error.message}`);
  }
}

function readNames(cells: readonly string[], { columns, exported }: Subject): readonly string[] {
  const names = cells.map((cell) => cell.trim());
  const unknown = names.filter((name) => !Object.hasOwn(columns, name) && !exported.includes(name));
  if (unknown.length === 0) return names;
  throw misuse(
    `The first line names columns that nobody knows: ${unknown.join(', ')}. Nothing was imported.`,
  );
}

function attempt(read: () => Members): Pick<ImportLine, 'body' | 'fault'> {
  try {
    return { body: read() };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

/** More than any body of ours is long. */
const longestLine = 65_536;

async function* readJsonLines(
  chunks: AsyncIterable<string>,
  counted: { readonly bytes: number },
  subject: Subject,
): AsyncGenerator<ImportLine> {
  const parse = (text: string) => attempt(() => subject.toBody(parseLine(text, subject)));
  let rest = '';
  let line = 0;
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      line += 1;
      if (text.trim() !== '') yield { line, bytes: counted.bytes, ...parse(text) };
    }
    if (rest.length > longestLine) throw new DamagedFile(`Line ${line + 1} is too long.`);
  }
  if (rest.trim() !== '') yield { line: line + 1, bytes: counted.bytes, ...parse(rest) };
}

/** An object of the API's own members. What only a record of the server has is passed over, as in an export that is read back. */
function parseLine(text: string, { recordMembers }: Subject): Members {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('The line is no JSON object.');
  const members = Object.entries(value).filter(([name]) => !recordMembers.includes(name));
  return Object.fromEntries(members);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('The line is no JSON.');
  }
}
