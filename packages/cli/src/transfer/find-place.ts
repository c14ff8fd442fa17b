import { access, constants, realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { explainFileError } from '../input/files.js';
import { systemCodeOf } from '../program/failure.js';
import type { Io } from '../program/io.js';

/** Where a plain file is or will be, behind all links; `undefined` for what is none, such as a pipe. Throws a `CommandFailure` for one that cannot be written. */
export async function findPlace(io: Io, path: string, what: string): Promise<string | undefined> {
  const full = resolve(io.cwd, path);
  try {
    const stats = await stat(full);
    if (stats.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    if (!stats.isFile()) return undefined;
    await access(full, constants.W_OK);
    return await realpath(full);
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return full;
    throw explainFileError(error, path, what);
  }
}
