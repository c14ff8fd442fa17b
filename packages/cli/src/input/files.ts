import { constants } from 'node:fs';
import {
  access,
  lstat,
  mkdir,
  open,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
  type FileHandle,
} from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import {
  failure,
  isCommandFailure,
  systemCodeOf,
  type CommandFailure,
} from '../program/failure.js';
import type { Io } from '../program/io.js';

/** More than any license, key or passphrase is long. */
const longestInput = 65_536;

/** Reads a small file, or standard input for `-`. Throws a `CommandFailure` that says why it cannot be read. */
export async function readInput(
  io: Io,
  path: string,
  what: string,
  longest: number = longestInput,
): Promise<Buffer> {
  return path === '-'
    ? readAtMost(io.stdin, longest, () => tooLarge('Standard input', what))
    : readSmallFile(resolve(io.cwd, path), what, longest);
}

/** Opens once and asks the open file what it is. A pipe is read as its writer writes, as in `licet inspect <(base64 -d mail.txt)`. */
async function readSmallFile(path: string, what: string, longest: number): Promise<Buffer> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const stats = await file.stat();
    if (stats.isDirectory()) throw failure('is_directory', `${path} is a folder, not ${what}.`);
    if (stats.size > longest) throw tooLarge(path, what);
    const stream = file.createReadStream({ autoClose: false });
    return await readAtMost(stream, longest, () => tooLarge(path, what));
  } catch (error) {
    throw explainFileError(error, path, what);
  } finally {
    await file?.close();
  }
}

/** Never holds more than that: a device has no size, and no end. */
async function readAtMost(
  stream: AsyncIterable<string | Uint8Array>,
  longest: number,
  toError: () => Error,
): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of stream) {
    const bytes = Buffer.from(part);
    length += bytes.length;
    if (length > longest) throw toError();
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

function tooLarge(path: string, what: string): CommandFailure {
  return failure('too_large', `${path} is longer than ${what} can be: name the right file.`);
}

/** How a file is written. */
export interface FileWriting {
  /** Whether only its owner may read it. */
  readonly isSecret?: boolean;
}

/** Throws a `CommandFailure` for a file that is there already: before work that could not be undone when its file cannot be written. */
export async function refuseExisting(io: Io, path: string): Promise<void> {
  const isThere = await lstat(resolve(io.cwd, path)).then(
    () => true,
    () => false,
  );
  if (isThere) {
    throw explainFileError(
      Object.assign(new Error(), { code: 'EEXIST' }),
      path,
      'the file to write',
    );
  }
}

/** Writes a new file and the folders above it, or none. Throws a `CommandFailure`; a file that is there already is kept. */
export async function writeNewFile(
  io: Io,
  path: string,
  content: string | Uint8Array,
  { isSecret = false }: FileWriting = {},
): Promise<void> {
  const full = resolve(io.cwd, path);
  let file: FileHandle | undefined;
  try {
    if (/[/\\]$/.test(path)) throw Object.assign(new Error(), { code: 'EISDIR' });
    await mkdir(dirname(full), { recursive: true });
    file = await open(full, 'wx', isSecret ? 0o600 : 0o666);
    await file.writeFile(content);
  } catch (error) {
    if (file !== undefined) await rm(full, { force: true });
    throw explainFileError(error, path, 'the file to write');
  } finally {
    await file?.close();
  }
}

/** Writes another text into a file that is there, or leaves it as it was. Throws a `CommandFailure`. */
export async function replaceFile(io: Io, path: string, content: string): Promise<void> {
  let part: string | undefined;
  try {
    const place = await realpath(resolve(io.cwd, path));
    await access(place, constants.W_OK);
    const { mode } = await stat(place);
    part = `${place}.part`;
    await writeFile(part, content, { mode });
    await rename(part, place);
  } catch (error) {
    if (part !== undefined) await rm(part, { force: true });
    throw explainFileError(error, path, 'the file to write');
  }
}

const reasons: Readonly<Record<string, readonly [code: string, text: string]>> = {
  ENOENT: ['file_missing', 'there is no such file: check the path'],
  ENOTDIR: ['file_missing', 'there is no such folder: check the path'],
  EACCES: ['file_unreadable', 'you may not: change its permissions, or run as its owner'],
  EPERM: ['file_unreadable', 'you may not: change its permissions, or run as its owner'],
  EISDIR: ['is_directory', 'it is a folder'],
  EEXIST: ['file_exists', 'it is there already: name another, or remove it first'],
  ENOSPC: ['disk_full', 'the disk is full'],
  EROFS: ['file_unreadable', 'the disk is read-only'],
};

/** An error of the file system in words. */
export function explainFileError(error: unknown, path: string, what: string): Error {
  if (isCommandFailure(error)) return error;
  const system = systemCodeOf(error) ?? 'unknown';
  const [code, text] = reasons[system] ?? ['file_failed', `the system says ${system}`];
  return failure(code, `${path} cannot be used as ${what}: ${text}.`);
}
