import { randomUUID } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The outcome of {@link readSmallFile}; `code` is the system's, or `EFBIG` or `EINVAL` for a file that is not the one. */
export type FileReading =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly code: string };

/** Reads a file that has to be a small one. O_NONBLOCK so that a named pipe cannot hold up the process. */
export function readSmallFile(path: string, mostBytes: number): FileReading {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return { ok: false, code: 'EINVAL' };
    if (stats.size > mostBytes) return { ok: false, code: 'EFBIG' };
    return { ok: true, text: readFileSync(descriptor, 'utf8') };
  } catch (error) {
    return { ok: false, code: toErrorCode(error) };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/**
 * Puts a text in the place of a file, for its owner alone to read. Whoever reads it, also after a loss of power, finds the text before or
 * this one, never half of it. Throws what the file system throws, and then leaves nothing behind.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    await writeDurably(draft, text);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the rename last. Not every system opens folders; there it lasts by other means. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

/** The system's code of an error, which repeats no path. */
export function toErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
