import SqliteDatabase from 'better-sqlite3';
import { cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { createFolder, startProgram } from '../support/program.js';

async function seededFolder(): Promise<string> {
  const folder = join(await createFolder(), 'data');
  await cp(inject('seededFolder'), folder, { recursive: true });
  return folder;
}

async function createKey(env: Readonly<Record<string, string>>): Promise<string> {
  const run = startProgram(['keys', 'create', '--scope', 'admin'], env);
  await run.exit;
  return run.stdout().trim();
}

const post = (url: string, key: string, body: object) =>
  fetch(url, {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('backup', () => {
  it('made while a server writes is one whole file for its owner, with all that was acknowledged', async () => {
    const LICET_DATA_DIR = await seededFolder();
    const env = { LICET_DATA_DIR };
    const key = await createKey(env);
    const address = await startProgram([], env).address;
    const acknowledged: string[] = [];
    let isOver = false;
    const write = async () => {
      while (!isOver) {
        const code = `p${String(acknowledged.length)}`;
        const answer = await post(`${address}/v1/products`, key, { code, name: code });
        if (answer.status === 201) acknowledged.push(code);
      }
    };
    const writing = write();
    await expect
      .poll(() => acknowledged.length, { interval: 1, timeout: 10_000 })
      .toBeGreaterThan(20);
    const before = [...acknowledged];
    const to = join(await createFolder(), 'licet.db');
    const run = startProgram(['backup', '--to', to], env);
    const code = await run.exit;
    isOver = true;
    await writing;
    expect([code, run.stderr()]).toEqual([0, '']);
    expect(run.stdout()).toMatch(/licet\.db: \d+ bytes, whole\. The master key is not in it\.\n$/);
    expect(((await stat(to)).mode & 0o777).toString(8)).toBe('600');
    expect(await readdir(join(to, '..'))).toEqual(['licet.db']);
    const copy = new SqliteDatabase(to, { readonly: true });
    const codes = copy.prepare('select code from products').pluck().all();
    // What queries are planned by is a part of it.
    expect(copy.prepare('select count(*) from sqlite_stat1').pluck().get()).toBeGreaterThan(20);
    copy.close();
    expect(before.filter((product) => !codes.includes(product))).toEqual([]);
  });

  it('never replaces a file, and leaves nothing behind when it fails', async () => {
    const env = { LICET_DATA_DIR: await seededFolder() };
    const folder = await createFolder();
    const to = join(folder, 'kept.db');
    await writeFile(to, 'kept');
    const run = startProgram(['backup', '--to', to], env);
    expect([await run.exit, run.stderr()]).toEqual([1, expect.stringContaining('another name')]);
    expect(await readFile(to, 'utf8')).toBe('kept');
    expect(await readdir(folder)).toEqual(['kept.db']);
  });

  it('of a database that is damaged fails', async () => {
    const LICET_DATA_DIR = await seededFolder();
    const file = join(LICET_DATA_DIR, 'licet.db');
    const bytes = await readFile(file);
    bytes.fill(0xff, 8192, 24_576);
    await writeFile(file, bytes);
    const folder = await createFolder();
    const run = startProgram(['backup', '--to', join(folder, 'copy.db')], { LICET_DATA_DIR });
    expect([await run.exit, run.stderr().split('\n').length]).toEqual([1, 2]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('of a folder without a database, or of a PostgreSQL, says what to do', async () => {
    const to = join(await createFolder(), 'copy.db');
    const nowhere = startProgram(['backup', '--to', to], { LICET_DATA_DIR: await createFolder() });
    expect([await nowhere.exit, nowhere.stderr()]).toEqual([
      1,
      expect.stringContaining('data folder'),
    ]);
    const run = startProgram(['backup', '--to', to], { DATABASE_URL: 'postgres://u@h/x' });
    expect([await run.exit, run.stderr()]).toEqual([1, expect.stringContaining('pg_dump')]);
  });
});

it('a restore, as the guide describes it, gives a server that answers as before', async () => {
  const LICET_DATA_DIR = await seededFolder();
  const key = await createKey({ LICET_DATA_DIR });
  const server = startProgram([], { LICET_DATA_DIR });
  const address = await server.address;
  const sale = { scriptname: 'shop', domainname: 'example.com', domainkey: 'K1' };
  await post(`${address}/v1/products`, key, { code: 'shop', name: 'Shop' });
  await post(`${address}/gen/LicenseGen/generate/domainlic`, key, sale);
  const activate = async (url: string) =>
    (await post(`${url}/web/LicenseWeb/activate/domainlic`, key, sale)).json();
  const file = await activate(address);
  const backup = join(await createFolder(), 'backup.db');
  expect(await startProgram(['backup', '--to', backup], { LICET_DATA_DIR }).exit).toBe(0);
  const product = { code: 'lost', name: 'Lost' };
  expect((await post(`${address}/v1/products`, key, product)).status).toBe(201);
  server.signal('SIGKILL');
  await server.exit;

  const restored = join(await createFolder(), 'data');
  await mkdir(restored, { mode: 0o700 });
  await cp(backup, join(restored, 'licet.db'));
  await cp(join(LICET_DATA_DIR, 'master.key'), join(restored, 'master.key'));
  const env = { LICET_DATA_DIR: restored };
  const raised = startProgram(['after-restore'], env);
  expect([await raised.exit, raised.stdout()]).toEqual([
    0,
    expect.stringContaining('To do by hand'),
  ]);
  const again = await startProgram([], env).address;
  expect(await activate(again)).toEqual(file);
  const lost = await fetch(`${again}/v1/products/lost`, { headers: { 'x-api-key': key } });
  expect(lost.status).toBe(404);
  const audit = startProgram(['audit', 'verify'], env);
  expect([await audit.exit, audit.stdout()]).toEqual([
    0,
    expect.stringContaining('Nothing was changed'),
  ]);
});
