import SqliteDatabase from 'better-sqlite3';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { createFolder, startProgram } from '../support/program.js';

async function seededFolder(): Promise<string> {
  const folder = join(await createFolder(), 'data');
  await cp(inject('seededFolder'), folder, { recursive: true });
  return folder;
}

async function verify(dataDir: string, ...args: string[]): Promise<[number | null, string]> {
  const run = startProgram(['audit', 'verify', ...args], { LICET_DATA_DIR: dataDir });
  const code = await run.exit;
  expect(run.stderr()).toBe('');
  return [code, run.stdout()];
}

it('audit verify tells what it checked, and the first broken entry, and leaves the log as it is', async () => {
  const dataDir = await seededFolder();
  const env = { LICET_DATA_DIR: dataDir };
  await startProgram(['keys', 'create', '--scope', 'client'], env).exit;
  await startProgram(['signing-keys', 'rotate', '--use', 'status'], env).exit;
  const [code, output] = await verify(dataDir);
  expect([code, output.split('\n')]).toEqual([
    0,
    [
      'Entries: 3 in chains: 3',
      'Entries that no anchor covers yet: 0',
      'Anchors: 2',
      expect.stringMatching(/^Newest anchor: 2\.[\w-]{43}$/),
      'Nothing was changed, moved or removed.',
      '',
    ],
  ]);
  expect(await verify(dataDir)).toEqual([0, output]);
  const [, noted] = /: (2\.\S+)/.exec(output)!;
  expect(await verify(dataDir, '--anchor', noted!)).toEqual([0, output]);

  const database = new SqliteDatabase(join(dataDir, 'licet.db'));
  const { chain } = database
    .prepare("select chain from audit_log where action = 'signing-key.rotate'")
    .get() as { chain: string };
  database.prepare("update audit_log set actor = 'api-key:key_1' where chain = ?").run(chain);
  database.close();
  const [brokenCode, broken] = await verify(dataDir);
  expect(brokenCode).toBe(1);
  expect(broken).toContain(`BROKEN: entry ${chain}.1 was changed`);
});

it('a server anchors what another process left behind, and its own entries when it stops', async () => {
  const dataDir = await seededFolder();
  const server = startProgram([], { LICET_DATA_DIR: dataDir });
  const address = await server.address;
  const key = await firstKey(server.stdout);
  const answer = await fetch(`${address}/v1/products`, {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ code: 'x', name: 'X' }),
  });
  expect(answer.status).toBe(201);
  server.signal('SIGTERM');
  expect(await server.exit).toBe(0);
  const [code, output] = await verify(dataDir);
  expect(code).toBe(0);
  expect(output).toContain('Entries: 5 in chains: 2\nEntries that no anchor covers yet: 0\n');
});

async function firstKey(stdout: () => string): Promise<string> {
  for (;;) {
    const key = /licet_sk_[A-Za-z0-9]{36}/.exec(stdout())?.[0];
    if (key !== undefined) return key;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

it('an exported signing key is noted', async () => {
  const dataDir = await seededFolder();
  const env = { LICET_DATA_DIR: dataDir };
  const rotation = startProgram(['signing-keys', 'rotate', '--use', 'status'], env);
  await rotation.exit;
  const kid = rotation.stdout().trim();
  const out = join(await createFolder(), 'leaf.p12');
  const run = startProgram(['signing-keys', 'export', '--kid', kid, '--out', out], env);
  expect(await run.exit).toBe(0);
  const again = startProgram(['signing-keys', 'export', '--kid', kid, '--out', out], env);
  expect(await again.exit).toBe(1);
  const database = new SqliteDatabase(join(dataDir, 'licet.db'));
  const rows = database
    .prepare("select actor, target, details from audit_log where action = 'signing-key.export'")
    .all();
  database.close();
  expect(rows).toEqual([{ actor: 'system', target: kid, details: '{"use":"status"}' }]);
});
