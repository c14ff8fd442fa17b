import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, open, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { replaceFile } from '../src/input/files.js';
import { openOutputFile } from '../src/transfer/output-file.js';
import { licenseLines } from '../src/transfer/license-lines.js';
import { openImport } from '../src/transfer/read-lines.js';
import { startOtherServer } from './support/other-server.js';
import { createFolder } from './support/run-licet.js';
import { startServer, type Server } from './support/server.js';
import { useVendor } from './support/vendor.js';

const vendor = useVendor();
const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const run = promisify(execFile);
/** What the tests ask of the files of a command. */
const toIo = (cwd: string) => ({ cwd }) as Parameters<typeof openOutputFile>[0];
/** A device that is always full. */
const full = '/dev/full';

async function startFilled(): Promise<Server> {
  const server = await startServer();
  await writeFile(join(server.folder, 'a.csv'), 'domain\na.example\nb.example\n');
  expect((await server.run(['import', 'a.csv', '--product', 'acme-shop'])).code).toBe(0);
  return server;
}

describe.runIf(existsSync(full))('a full disk', () => {
  it('ends an export with a sentence that names the file', async () => {
    const server = await startFilled();
    const ran = await server.json(['export', '--out', full]);
    expect(ran).toMatchObject({ code: 1, error: { code: 'disk_full', exitCode: 1 } });
    expect(ran.error?.message).toContain(full);
  });

  it('ends an import whose report cannot be written, with the report named', async () => {
    const server = await startServer();
    await symlink(full, join(server.folder, 'made.csv'));
    await writeFile(join(server.folder, 'a.csv'), 'domain\na.example\n');
    const args = ['import', 'a.csv', '--product', 'acme-shop', '--report', 'made.csv'];
    const ran = await server.json(args);
    expect(ran).toMatchObject({ code: 1, error: { code: 'disk_full' } });
    expect(ran.error?.message).toContain('made.csv');
  });

  it('is told by the program as it is built, without a stack', async () => {
    const folder = await vendor.open();
    await folder.sign();
    const line = `"$0" "$1" inspect license.dat > ${full}`;
    const ended: unknown = await run('sh', ['-c', line, process.execPath, program], {
      cwd: folder.path,
    }).catch((error: unknown) => error);
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('the disk is full') });
    expect((ended as { stderr: string }).stderr.trim().split('\n')).toHaveLength(1);
  });

  it('lets no license get lost that the server has made', async () => {
    const server = await startServer();
    await writeFile(join(server.folder, 'file'), '');
    const line = [
      'issue',
      '--product',
      'acme-shop',
      '--domain',
      'a.example',
      '--out',
      'file/a.dat',
    ];
    const ran = await server.run(line);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/^eyJ/);
    expect(ran.stderr).toMatch(/domain key +(?:\w{4}-){3}\w{4}/);
    expect(ran.stderr).toContain('file/a.dat');
    const json = await server.json(line);
    expect(json).toMatchObject({ code: 1, data: { document: expect.stringMatching(/^eyJ/) } });
  });
});

describe('an export', () => {
  it('replaces the one before it only when it is whole', async () => {
    const server = await startFilled();
    expect((await server.run(['export', '--out', 'all.csv'])).code).toBe(0);
    const before = await readFile(join(server.folder, 'all.csv'), 'utf8');
    expect(before.trim().split('\r\n')).toHaveLength(3);
    const broken = await startOtherServer((request, response) => {
      const isFirst = !request.url?.includes('cursor');
      response.writeHead(isFirst ? 200 : 403, { 'content-type': 'application/json' });
      const license = { id: 'lic_1', kind: 'domain', product: 'p', features: [] };
      response.end(JSON.stringify({ items: [license], nextCursor: 'more' }));
    });
    const env = { LICET_SERVER: broken.url };
    expect((await server.run(['export', '--out', 'all.csv'], { env })).code).toBe(3);
    expect(await readFile(join(server.folder, 'all.csv'), 'utf8')).toBe(before);
    expect((await server.run(['export', '--out', 'new.csv'], { env })).code).toBe(3);
    const names = await readdir(server.folder);
    expect(names.filter((name) => /new|part/.test(name))).toEqual(
      ['all', 'new'].flatMap((name) => [`${name}.csv.part`, `${name}.csv.part.json`]),
    );
  });

  it.each([
    ['a folder', '.', 'is_directory'],
    ['a folder that is not there', 'nowhere/all.csv', 'file_missing'],
  ])('names %s that cannot be written', async (_what, out, code) => {
    const server = await startFilled();
    const ran = await server.json(['export', '--format', 'csv', '--out', out]);
    expect(ran).toMatchObject({ code: 1, error: { code } });
  });
});

describe('a file that many write to', () => {
  it('has every text once and in order, whoever waits for what', async () => {
    const folder = await createFolder();
    const file = await openOutputFile(toIo(folder), 'all.txt', 'a report');
    const texts = Array.from({ length: 500 }, (_, index) => `${index} ${'x'.repeat(997)}\n`);
    await Promise.all(['', ...texts, ''].map((text) => file.write(text)));
    await file.close();
    expect(await readFile(join(folder, 'all.txt'), 'utf8')).toBe(texts.join(''));
    expect((await stat(join(folder, 'all.txt'))).mode & 0o777).toBe(0o600);
  });
});

describe('a source that is rewritten', () => {
  it('keeps its permissions and its links', async () => {
    const folder = await createFolder();
    await writeFile(join(folder, 'app.js'), 'before');
    await chmod(join(folder, 'app.js'), 0o755);
    await symlink('app.js', join(folder, 'link.js'));
    await replaceFile(toIo(folder), 'link.js', 'after');
    expect(await readFile(join(folder, 'app.js'), 'utf8')).toBe('after');
    expect((await stat(join(folder, 'app.js'))).mode & 0o777).toBe(0o755);
    expect(await readdir(folder)).toEqual(['app.js', 'link.js']);
  });
});

describe.skipIf(process.platform === 'win32')('a named pipe', () => {
  it('is a license file like any other, however slow its writer is', async () => {
    const folder = await vendor.open();
    const text = await folder.sign();
    await run('mkfifo', [join(folder.path, 'pipe')]);
    const ran = folder.run(['inspect', 'pipe', '--json']);
    const file = await open(join(folder.path, 'pipe'), 'w');
    await file.write(text.slice(0, 100));
    await setImmediate();
    await file.write(text.slice(100));
    await file.close();
    expect(JSON.parse((await ran).stdout)).toMatchObject({ ok: true, data: { form: 'jws' } });
  });

  it('is read to its end, opened once', async () => {
    const cwd = await createFolder();
    await run('mkfifo', [join(cwd, 'lines.csv')]);
    const writer = spawn('sh', ['-c', 'printf "domain\\na.example\\n" > lines.csv'], { cwd });
    const source = await openImport(toIo(cwd), { path: 'lines.csv', format: 'csv' }, licenseLines);
    const lines = [];
    for await (const { body } of source.lines) lines.push(body);
    await source.close();
    if (writer.exitCode === null) await once(writer, 'exit');
    expect(source.length).toBeUndefined();
    expect(lines).toEqual([{ domain: 'a.example' }]);
    expect(writer.exitCode).toBe(0);
  });
});

describe('output that nobody reads to its end', () => {
  it('leaves the exit code of a refusal as it is', async () => {
    const folder = await vendor.open();
    await folder.write('license.dat', 'no license');
    const args = 'verify license.dat --key keys/root.pem --product p --host a.test';
    const child = spawn(process.execPath, [program, ...args.split(' ')], { cwd: folder.path });
    // The reader is gone before the program starts to write.
    child.stdout.destroy();
    const [code] = await once(child, 'exit');
    expect(code).toBe(10);
  });
});
