import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, open, readdir, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StartupError } from './startup-error.js';

const databaseName = 'licet.db';
const masterKeyName = 'master.key';
const openToOthers = 0o077;

/** A folder that is ours alone, with the files in it. */
export interface DataFolder {
  readonly databaseFile: string;
  readonly masterKeyFile: string;
}

/**
 * Makes or checks the folder: it is closed to others (mode 0700), and so is the database file, whose mode SQLite gives to the files
 * beside it. Throws `StartupError` when the folder is somebody else's.
 */
export async function openDataFolder(path: string): Promise<DataFolder> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await closeToOthers(path);
  const databaseFile = join(path, databaseName);
  const database = await open(databaseFile, 'a', 0o600);
  await database.chmod(0o600);
  await database.close();
  return { databaseFile, masterKeyFile: join(path, masterKeyName) };
}

/** The files of a folder that a server used before. Throws `StartupError` when there is no database in it. */
export async function findDataFolder(path: string): Promise<DataFolder> {
  const databaseFile = join(path, databaseName);
  const size = await stat(databaseFile).then(
    (found) => found.size,
    () => 0,
  );
  if (size === 0) throw new StartupError(`${databaseFile} is not there: name the data folder`);
  return { databaseFile, masterKeyFile: join(path, masterKeyName) };
}

async function closeToOthers(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & openToOthers) === 0) return;
  const strangers = (await readdir(path)).filter((name) => !isOurs(name));
  if (strangers.length > 0) {
    throw new StartupError(
      `${path} is open to other users and holds other files: give LICET_DATA_DIR a folder of its own, or run chmod 700 ${path}`,
    );
  }
  await chmod(path, 0o700);
}

function isOurs(name: string): boolean {
  return name.startsWith(databaseName) || name.startsWith(masterKeyName);
}

/** Reads a secret file that only its owner may read, `undefined` when there is none. */
export async function readSecretFile(path: string): Promise<string | undefined> {
  const file = await openExisting(path);
  if (file === undefined) return undefined;
  try {
    const { mode } = await file.stat();
    if ((mode & openToOthers) !== 0) {
      throw new StartupError(
        `${path} can be read by other users: run chmod 600 ${path}, and replace the key if anybody may have seen it`,
      );
    }
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** Writes a secret file whole, or not at all when there is one already; false in that case. */
export function createSecretFile(path: string, contents: string | Uint8Array): Promise<boolean> {
  return createOwnFile(path, (file) => file.writeFile(contents));
}

/**
 * Makes a file that only its owner may read. It has its name only when `fill` has filled it and it is on the disk, and keeps it through a loss of
 * power; false when there is one of that name already.
 */
export async function createOwnFile(
  path: string,
  fill: (file: FileHandle, draft: string) => Promise<void> | void,
): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await fill(file, draft);
    await file.sync();
    await link(draft, path);
    await syncFolder(dirname(path));
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await file.close();
    await rm(draft);
  }
}

/** A new name is on the disk when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function openExisting(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
