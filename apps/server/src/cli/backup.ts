import { stat } from 'node:fs/promises';
import type { Config } from '../config.js';
import { createOwnFile, findDataFolder } from '../data-folder.js';
import { copySqlite } from '../db/sqlite-backup.js';
import { StartupError } from '../startup-error.js';

/**
 * Copies the database of the data folder to a new file that only its owner may read, and returns what to print. It has its name only when it is
 * whole and on the disk. Throws `StartupError` when there is no such folder, or a file of that name already.
 */
export async function backUp({ databaseUrl, dataDir }: Config, to: string): Promise<string> {
  if (databaseUrl !== undefined) {
    throw new StartupError('this copies data folders: back the PostgreSQL up with pg_dump');
  }
  const { databaseFile } = await findDataFolder(dataDir);
  const isNew = await createOwnFile(to, (_file, draft) => copySqlite(databaseFile, draft));
  if (!isNew) throw new StartupError(`${to} is there already: choose another name`);
  const { size } = await stat(to);
  return `${to}: ${String(size)} bytes, whole. The master key is not in it.\n`;
}
