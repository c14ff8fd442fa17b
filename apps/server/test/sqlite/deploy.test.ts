import { execFile } from 'node:child_process';
import { cp, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, it } from 'vitest';
import { createFolder } from '../support/program.js';

const deploy = new URL('../../deploy/', import.meta.url).pathname;
const collect = new URL('../../scripts/collect.ts', import.meta.url).pathname;
const run = promisify(execFile);

it('what is collected for an installation runs by itself, from any folder', async () => {
  const folder = await createFolder();
  const app = join(folder, 'app');
  await run(process.execPath, [collect, app]);
  expect((await readdir(app)).sort()).toEqual(['dist', 'node_modules', 'package.json']);
  const dataDir = join(folder, 'data');
  await cp(inject('seededFolder'), dataDir, { recursive: true });
  const args = [join(app, 'dist/main.js'), 'keys', 'create', '--scope', 'client'];
  const env = { PATH: process.env.PATH, LICET_DATA_DIR: dataDir };
  const { stdout } = await run(process.execPath, args, { cwd: folder, env });
  expect(stdout).toMatch(/^licet_pk_\w{36}\n$/);
});

it('the container and the unit run the program as nobody in particular, on a version that is named', async () => {
  const [dockerfile, unit, compose] = await Promise.all(
    ['Dockerfile', 'licet.service', 'compose.yaml'].map((name) =>
      readFile(join(deploy, name), 'utf8'),
    ),
  );
  expect(dockerfile).toMatch(/^ARG NODE_IMAGE=\S+:\d+\.\d+\.\d+-\w+-slim$/m);
  expect(dockerfile).toMatch(/^USER \d+:\d+$/m);
  expect(unit).toMatch(/^DynamicUser=yes$/m);
  expect(compose).toMatch(/^ {4}read_only: true$/m);
  expect(compose).not.toMatch(/:latest|password: /);
});
