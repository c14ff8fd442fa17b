import { chmod, cp, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { createFolder, startProgram } from '../support/program.js';

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

async function seededFolder(): Promise<string> {
  const folder = join(await createFolder(), 'data');
  await cp(inject('seededFolder'), folder, { recursive: true });
  return folder;
}

describe('the data folder', () => {
  it('is made for its owner alone, with everything in it', async () => {
    const dataDir = join(await createFolder(), 'data');
    await startProgram([], { LICET_DATA_DIR: dataDir }).address;
    expect(await modeOf(dataDir)).toBe('700');
    for (const name of ['licet.db', 'licet.db-wal', 'licet.db-shm', 'master.key']) {
      expect([name, await modeOf(join(dataDir, name))]).toEqual([name, '600']);
    }
  });

  it('has a database of one file when the server has stopped', async () => {
    const dataDir = await seededFolder();
    const run = startProgram([], { LICET_DATA_DIR: dataDir });
    await run.address;
    run.signal('SIGTERM');
    expect(await run.exit).toBe(0);
    expect((await readdir(dataDir)).sort()).toEqual(['licet.db', 'master.key']);
  });
});

describe('a start that cannot succeed', () => {
  const fail = async (dataDir: string) => {
    const run = startProgram([], { LICET_DATA_DIR: dataDir });
    expect(await run.exit).toBe(1);
    expect(run.stdout()).toBe('');
    expect(run.stderr().trimEnd().split('\n')).toHaveLength(1);
    return run.stderr();
  };

  it('with a master key that others can read says how to close it', async () => {
    const dataDir = await seededFolder();
    await chmod(join(dataDir, 'master.key'), 0o644);
    expect(await fail(dataDir)).toContain('chmod 600');
  });

  it('without the master key of the database says where it belongs', async () => {
    const other = join(await createFolder(), 'data');
    await mkdir(other);
    await cp(join(await seededFolder(), 'licet.db'), join(other, 'licet.db'));
    expect(await fail(other)).toContain('master.key is missing');
  });

  it('in a folder of others that is open to others leaves it as it is', async () => {
    const folder = await createFolder();
    await writeFile(join(folder, 'letter.txt'), 'private');
    await chmod(folder, 0o755);
    expect(await fail(folder)).toContain('folder of its own');
    expect(await modeOf(folder)).toBe('755');
  });
});
