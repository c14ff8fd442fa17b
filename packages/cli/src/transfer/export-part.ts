import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { explainFileError } from '../input/files.js';
import { failure, systemCodeOf } from '../program/failure.js';
import type { Io } from '../program/io.js';
import { openOutputFile } from './output-file.js';

/** How far an export came. */
export interface Milestone {
  readonly count: number;
  /** Of the next page: absent before the first, `null` behind the last. */
  readonly cursor?: string | null;
}

/** Where the pages of an export go. */
export interface PageTarget {
  /** What is there already. */
  readonly start: Milestone;
  /** Writes a whole page, and how far the export came with it. */
  writePage(text: string, milestone: Milestone): Promise<void>;
  /** All is written. */
  finish(): Promise<void>;
  /** Something failed. Resolves with what can be resumed, where there is anything. */
  leave(): Promise<string | undefined>;
}

/** What an export is of. One is resumed only as what it was begun as. */
export type ExportTerms = Readonly<Record<string, string | null>>;

/** The file beside the part that tells how much of it counts. It is always older than what it does not tell of. */
interface Note extends Milestone {
  readonly version: 1;
  readonly terms: ExportTerms;
  readonly bytes: number;
  readonly sha256: string;
}

interface PartPlace {
  /** As it was named. */
  readonly path: string;
  /** The file behind all links. */
  readonly place: string;
  readonly terms: ExportTerms;
  readonly resume: boolean;
}

const what = 'an export';

/**
 * Opens a file that appears under its name when all of it is there. Until then it grows beside it as `<name>.part`, and `<name>.part.json` tells how
 * much of it counts: whenever the program dies, it can be resumed from the last whole page. Throws a `CommandFailure`.
 */
export async function openExportPart(io: Io, order: PartPlace): Promise<PageTarget> {
  const { path, place, terms, resume } = order;
  const part = `${place}.part`;
  const notePath = `${part}.json`;
  const found = resume ? await findPart(order, { part, notePath }) : undefined;
  const hash = found?.hash ?? createHash('sha256');
  const start: Milestone = found?.note ?? { count: 0 };
  let bytes = found?.note.bytes ?? 0;

  /** Replaced as a whole: a note that is half written would be none. */
  const writeNote = async ({ count, cursor }: Milestone): Promise<void> => {
    const sha256 = hash.copy().digest('hex');
    const note: Note = {
      version: 1,
      terms,
      count,
      bytes,
      sha256,
      ...(cursor !== undefined && { cursor }),
    };
    await writeFile(`${notePath}.new`, `${JSON.stringify(note)}\n`, { mode: 0o600 });
    await rename(`${notePath}.new`, notePath);
  };
  const orExplain = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw explainFileError(error, path, what);
    });

  if (found === undefined) await orExplain(writeNote(start));
  else await orExplain(truncate(part, bytes));
  const file = await openOutputFile(io, path, what, {
    place: part,
    isContinued: resume && bytes > 0,
  });
  let latest = start;
  return {
    start,
    writePage: async (text, milestone) => {
      await file.write(text);
      hash.update(text);
      bytes += Buffer.byteLength(text);
      await orExplain(writeNote(milestone));
      latest = milestone;
    },
    finish: async () => {
      await file.close();
      await orExplain(rename(part, place));
      await rm(notePath, { force: true });
    },
    leave: async () => {
      await file.close().catch(() => undefined);
      if (latest.count > 0) return part;
      await rm(part, { force: true });
      await rm(notePath, { force: true });
      return undefined;
    },
  };
}

interface FoundPart {
  readonly note: Note;
  /** Of what counts, to be gone on with. */
  readonly hash: Hash;
}

/** What an export that was cut off has left. Nothing is a beginning too: so a command with `--resume` can be repeated until it succeeds. */
async function findPart(
  { path, terms }: PartPlace,
  { part, notePath }: { readonly part: string; readonly notePath: string },
): Promise<FoundPart | undefined> {
  const length = await sizeOf(part, path);
  if (length === undefined) return undefined;
  const note = await readNote(notePath, path);
  if (note === undefined)
    throw damaged(part, `${notePath}, which tells how far it came, is missing or damaged`);
  refuseOtherTerms(part, note.terms, terms);
  const hash = await hashStart(part, Math.min(length, note.bytes));
  if (length < note.bytes || hash.copy().digest('hex') !== note.sha256)
    throw damaged(part, 'it is not what was written');
  return { note, hash };
}

async function sizeOf(part: string, path: string): Promise<number | undefined> {
  try {
    return (await stat(part)).size;
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return undefined;
    throw explainFileError(error, path, what);
  }
}

async function readNote(notePath: string, path: string): Promise<Note | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(notePath, 'utf8'));
    return isNote(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || systemCodeOf(error) === 'ENOENT') return undefined;
    throw explainFileError(error, path, what);
  }
}

function isNote(value: unknown): value is Note {
  if (typeof value !== 'object' || value === null) return false;
  const { version, terms, count, bytes, sha256, cursor } = value as Record<string, unknown>;
  const isCursor = cursor === undefined || cursor === null || typeof cursor === 'string';
  const areNumbers = Number.isSafeInteger(count) && Number.isSafeInteger(bytes);
  const isComplete = typeof sha256 === 'string' && typeof terms === 'object' && terms !== null;
  return version === 1 && isCursor && areNumbers && isComplete;
}

function refuseOtherTerms(part: string, begun: ExportTerms, wanted: ExportTerms): void {
  const names = Object.keys({ ...begun, ...wanted });
  const others = names.filter((name) => (begun[name] ?? null) !== (wanted[name] ?? null));
  if (others.length === 0) return;
  throw failure(
    'other_export',
    `${part} was begun with another ${others.join(' and ')}: give the same again, or leave out --resume to begin anew.`,
  );
}

async function hashStart(part: string, bytes: number): Promise<Hash> {
  const hash = createHash('sha256');
  if (bytes === 0) return hash;
  for await (const chunk of createReadStream(part, { end: bytes - 1 }))
    hash.update(chunk as Buffer);
  return hash;
}

function damaged(part: string, why: string): Error {
  return failure(
    'damaged_part',
    `${part} cannot be resumed: ${why}. It was left as it is; leave out --resume to begin anew.`,
  );
}
