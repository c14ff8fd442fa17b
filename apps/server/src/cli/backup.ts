import { randomUUID } from 'node:crypto';
import { link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../config.js';
import { findDataFolder } from '../data-folder.js';
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
  const draft = `${to}.${randomUUID()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    copySqlite(databaseFile, draft);
    await file.sync();
    const { size } = await file.stat();
    await giveName(draft, to);
    return `${to}: ${String(size)} bytes, whole. The master key is not in it.\n`;
  } finally {
    await file.close();
    await rm(draft);
  }
}

async function giveName(draft: string, to: string): Promise<void> {
  try {
    await link(draft, to);
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    throw isThere ? new StartupError(`${to} is there already: choose another name`) : error;
  }
  const folder = await open(dirname(to));
  await folder.sync();
  await folder.close();
}
