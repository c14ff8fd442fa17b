import {
  chmod,
  mkdtemp,
  open,
  readFile,
  readdir,
  rm,
  stat,
  writeFile,
  type FileHandle,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createSecretFile, openDataFolder, readSecretFile } from './data-folder.js';

async function createFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'licet-folder-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}
const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

/** What is synced from now on, and which names there are in a folder at that moment. */
async function watchSyncs(folder: string) {
  const synced: { isFolder: boolean; names: string[] }[] = [];
  const probe = await open(folder);
  const handles = Object.getPrototypeOf(probe) as FileHandle;
  await probe.close();
  const own = Object.getOwnPropertyDescriptor(handles, 'sync');
  const sync = own?.value as (this: FileHandle) => Promise<void>;
  const spy = vi.spyOn(handles, 'sync').mockImplementation(async function (this: FileHandle) {
    const names = (await readdir(folder)).sort();
    synced.push({ isFolder: (await this.stat()).isDirectory(), names });
    await sync.call(this);
  });
  onTestFinished(() => {
    spy.mockRestore();
  });
  return synced;
}

describe('openDataFolder', () => {
  it('makes a folder, and the folders above it, for its owner alone', async () => {
    const path = join(await createFolder(), 'a/b');
    const { databaseFile } = await openDataFolder(path);
    expect([await modeOf(path), await modeOf(databaseFile)]).toEqual([0o700, 0o600]);
  });

  it('closes an empty folder, or one with our files alone, that is open to others', async () => {
    const path = await createFolder();
    for (let round = 0; round < 2; round++) {
      await chmod(path, 0o755);
      await openDataFolder(path);
      expect(await modeOf(path)).toBe(0o700);
    }
  });

  it('closes a database file that was open to others', async () => {
    const path = await createFolder();
    const { databaseFile } = await openDataFolder(path);
    await chmod(databaseFile, 0o644);
    await openDataFolder(path);
    expect(await modeOf(databaseFile)).toBe(0o600);
  });

  it('leaves a folder of others as it is', async () => {
    const path = await createFolder();
    await writeFile(join(path, 'letter.txt'), '');
    await chmod(path, 0o755);
    await expect(openDataFolder(path)).rejects.toMatchObject({ code: 'cannot_start' });
    expect(await modeOf(path)).toBe(0o755);
    await chmod(path, 0o700);
    await expect(openDataFolder(path)).resolves.toBeDefined();
  });
});

describe('a secret file', () => {
  it('is written once, for its owner alone, and leaves no draft', async () => {
    const path = join(await createFolder(), 'secret');
    const attempts = await Promise.all(
      ['one', 'two', 'three'].map((text) => createSecretFile(path, text)),
    );
    expect(attempts.filter(Boolean)).toHaveLength(1);
    expect(['one', 'two', 'three'][attempts.indexOf(true)]).toBe(await readFile(path, 'utf8'));
    expect(await modeOf(path)).toBe(0o600);
    expect(await readdir(join(path, '..'))).toEqual(['secret']);
  });

  it('has its name on the disk when it is made: its folder is synced behind it', async () => {
    const folder = await createFolder();
    const synced = await watchSyncs(folder);
    await createSecretFile(join(folder, 'secret'), 'text');
    expect(synced).toEqual([
      { isFolder: false, names: [expect.stringMatching(/^secret\../)] },
      { isFolder: true, names: ['secret', expect.stringMatching(/^secret\../)] },
    ]);
  });

  it('is read, unless others can read it too', async () => {
    const path = join(await createFolder(), 'secret');
    expect(await readSecretFile(path)).toBeUndefined();
    await createSecretFile(path, 'text');
    expect(await readSecretFile(path)).toBe('text');
    await chmod(path, 0o640);
    await expect(readSecretFile(path)).rejects.toThrow('chmod 600');
  });
});
