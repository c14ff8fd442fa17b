import { closeSync, constants, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { maxDocumentLength } from '../document/jws.js';

/** What tells one state of a file from another. */
export interface FileState {
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
}

/** Changes whenever the file does: a new inode, another size, another time of change. */
export function toState({ ino, size, mtimeNs, ctimeNs }: FileState): string {
  return [ino, size, mtimeNs, ctimeNs].join(' ');
}

/** The state of a file or folder now, or the code of the error that hides it. */
export function stateOf(path: string): string {
  try {
    return toState(statSync(path, { bigint: true }));
  } catch (error) {
    return errorCode(error);
  }
}

/** The text of a license file, or why there is none. */
export type FileReading =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly detail: string };

/**
 * Reads a license file, without one trailing line end. Opens once and asks the open file what it is; O_NONBLOCK so that a named pipe cannot
 * hold up the process.
 */
export function readLicenseFile(path: string): FileReading {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return { ok: false, detail: 'The license path does not name a file.' };
    if (stats.size > maxDocumentLength + 2)
      return { ok: false, detail: 'The license file is larger than any license.' };
    return { ok: true, text: readFileSync(descriptor, 'utf8').replace(/\r?\n$/, '') };
  } catch (error) {
    return { ok: false, detail: `The license file cannot be read (${errorCode(error)}).` };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** The code of an error of the file system, such as ENOENT. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
