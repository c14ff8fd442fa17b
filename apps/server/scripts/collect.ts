// Run with `node apps/server/scripts/collect.ts FOLDER` after a build. It puts what a server needs to run, and nothing else, into a new folder: the
// program, its pages, and the driver of SQLite for this machine, which is the only dependency that the build leaves outside.

import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const server = dirname(import.meta.dirname);
const [target] = process.argv.slice(2);
if (target === undefined) throw new Error('usage: node collect.ts FOLDER');

const copy = (from: string, name: string) =>
  cpSync(join(from, name), join(target, name), { recursive: true, dereference: true });

mkdirSync(target);
for (const name of ['package.json', 'dist/main.js', 'dist/main.js.map', 'dist/static']) {
  copy(server, name);
}

const driver = dirname(
  createRequire(join(server, 'package.json')).resolve('better-sqlite3/package.json'),
);
const driverTarget = join(target, 'node_modules/better-sqlite3');
const natives = readdirSync(join(driver, 'prebuilds')).filter((name) =>
  new RegExp(`^${process.platform}(?:musl)?-${process.arch}[.]node$`).test(name),
);
if (natives.length === 0) throw new Error('The driver of SQLite was not built for this machine.');
for (const name of [
  'package.json',
  'LICENSE',
  'lib',
  ...natives.map((file) => `prebuilds/${file}`),
]) {
  cpSync(join(driver, name), join(driverTarget, name), { recursive: true });
}
