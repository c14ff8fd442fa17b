import { access, constants, realpath, rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { explainFileError } from '../input/files.js';
import { systemCodeOf } from '../program/failure.js';
import type { Io } from '../program/io.js';
import { openOutputFile, type TextTarget } from './output-file.js';

/** A file that is there with all of its text, or not at all. */
export interface WholeTarget extends TextTarget {
  /** Leaves what was there before. */
  abandon(): Promise<void>;
}

/**
 * Opens a file that appears under its name when it is closed: until then it is written beside it, as `<name>.part`. What is no plain file, such
 * as a pipe, is written at once. Throws a `CommandFailure` that names the file.
 */
export async function openWholeFile(io: Io, path: string, what: string): Promise<WholeTarget> {
  try {
    const place = await findPlace(resolve(io.cwd, path));
    if (place !== undefined) return await openPart(io, { path, place, what });
    const target = await openOutputFile(io, path, what);
    return { ...target, abandon: () => target.close().catch(() => undefined) };
  } catch (error) {
    throw explainFileError(error, path, what);
  }
}

/** Where a plain file is or will be, behind all links; `undefined` for what is none. */
export async function findPlace(path: string): Promise<string | undefined> {
  try {
    const stats = await stat(path);
    if (!stats.isFile()) return undefined;
    await access(path, constants.W_OK);
    return await realpath(path);
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return path;
    throw error;
  }
}

interface Part {
  /** As it was named. */
  readonly path: string;
  readonly place: string;
  readonly what: string;
}

async function openPart(io: Io, { path, place, what }: Part): Promise<WholeTarget> {
  const part = `${place}.part`;
  const target = await openOutputFile(io, path, what, { place: part });
  const abandon = async (): Promise<void> => {
    await target.close().catch(() => undefined);
    await rm(part, { force: true });
  };
  return {
    write: (text) => target.write(text),
    close: async () => {
      try {
        await target.close();
        await rename(part, place);
      } catch (error) {
        await abandon();
        throw explainFileError(error, path, what);
      }
    },
    abandon,
  };
}
