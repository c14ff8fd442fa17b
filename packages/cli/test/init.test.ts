import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '@licet/core';
import type { JsonAnswer } from './support/run-licet.js';
import { useVendor, type Folder } from './support/vendor.js';

const vendor = useVendor();
const modules = fileURLToPath(new URL('../node_modules', import.meta.url));
const args = ['init', '--product', 'acme-shop', '--key', 'keys/root.pem'];

/** An application as it is found in the wild: its files, and which one is started. */
interface App {
  readonly title: string;
  readonly manifest: object;
  readonly files: Readonly<Record<string, string>>;
  readonly start: string;
}

const tell = (server: string) => `console.log('listening', ${server}.address().port)`;

const apps: readonly App[] = [
  {
    title: 'Express, ESM',
    manifest: {
      type: 'module',
      dependencies: { express: '^5' },
      scripts: { start: 'node app.js' },
    },
    files: {
      'app.js': `import express from 'express';

const app = express();
app.get('/', (_request, response) => response.send('served'));
const server = app.listen(0, '127.0.0.1', () => ${tell('server')});
`,
    },
    start: 'app.js',
  },
  {
    title: 'Express, CommonJS with CR LF',
    manifest: { main: './server.js', dependencies: { express: '^5' } },
    files: {
      'server.js': `'use strict';
const express = require('express');
const path = require('node:path');
const app = express();

app.use('/static', express.static(path.join(__dirname, 'static')));
app.get('/', (request, response) => { response.send('served'); });
const server = app.listen(0, '127.0.0.1', () => ${tell('server')});
`.replaceAll('\n', '\r\n'),
    },
    start: 'server.js',
  },
  {
    title: 'Express, TypeScript, made in a function, license taken as a name',
    manifest: {
      type: 'module',
      dependencies: { express: '^5' },
      scripts: { dev: 'tsx src/main.ts' },
    },
    files: {
      'src/main.ts': `import express, { type Express } from 'express';

const license = 'MIT';

export function createApp(): Express {
  const app = express();
  app.get('/', (_request, response) => void response.send(\`served \${license}\`));
  return app;
}

const server = createApp().listen(0, '127.0.0.1', () => ${tell('(server as any)')});
`,
    },
    start: 'src/main.ts',
  },
  {
    title: 'Koa, ESM',
    manifest: { type: 'module', dependencies: { koa: '^3' } },
    files: {
      'index.js': `import Koa from 'koa';

export const app = new Koa({ proxy: true });

app.use((context) => {
  context.body = 'served';
});
const server = app.listen(0, '127.0.0.1', () => ${tell('server')});
`,
    },
    start: 'index.js',
  },
  {
    title: 'Koa, CommonJS',
    manifest: { dependencies: { koa: '^3' } },
    files: {
      'app.js': `const Koa = require('koa');
const app = new Koa();
app.use((context) => { context.body = 'served'; });
const server = app.listen(0, '127.0.0.1', () => ${tell('server')});
`,
    },
    start: 'app.js',
  },
  {
    title: 'Fastify, ESM',
    manifest: { type: 'module', dependencies: { fastify: '^5' } },
    files: {
      'server.js': `import Fastify from 'fastify';

const app = Fastify({
  logger: false,
  routerOptions: { ignoreTrailingSlash: true },
});

app.get('/', () => 'served');
await app.listen({ port: 0, host: '127.0.0.1' });
${tell('app.server')};
`,
    },
    start: 'server.js',
  },
  {
    title: 'Fastify, CommonJS',
    manifest: { dependencies: { fastify: '^5' } },
    files: {
      'app.js': `const { fastify } = require('fastify');
const app = fastify();
app.get('/', (request, reply) => { reply.send('served'); });
app.listen({ port: 0, host: '127.0.0.1' }, () => ${tell('app.server')});
`,
    },
    start: 'app.js',
  },
  {
    title: 'Nest, TypeScript',
    manifest: {
      dependencies: { '@nestjs/core': '^12', '@nestjs/common': '^12', express: '^5' },
      type: 'module',
    },
    files: {
      'src/main.ts': `import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';

const app = await NestFactory.create(AppModule, { logger: false });
await app.listen(0, '127.0.0.1');
${tell('app.getHttpServer()')};
`,
      'src/app.module.ts': `import { Controller, Get, Module } from '@nestjs/common';

@Controller()
class Page {
  @Get()
  show() {
    return 'served';
  }
}

@Module({
  imports: [],
  controllers: [Page],
})
export class AppModule {}
`,
    },
    start: 'src/main.ts',
  },
];

describe('licet init', () => {
  it.each(apps)('guards $title', async (app) => {
    const folder = await create(app);
    const before = await readAll(folder, app);
    const asked = await folder.run(args);
    expect(asked.stdout).toContain('Nothing was written');
    expect(await readAll(folder, app)).toEqual(before);

    const written = await folder.run([...args, '--yes', '--json']);
    expect(written).toMatchObject({ code: 0, stderr: '' });
    const { diff, file } = (JSON.parse(written.stdout) as JsonAnswer).data;
    expectPatches(diff, file, before, await readAll(folder, app));
    await folder.sign({ iat: systemClock() });
    expect(await ask(folder, app, 'shop.example.com')).toMatchObject({ status: 200 });
    expect(await ask(folder, app, 'other.test')).toMatchObject({ status: 403 });

    const again = await folder.run([...args, '--yes']);
    expect(again).toMatchObject({ code: 22, stdout: expect.stringContaining('guard already') });
  });

  const express = { dependencies: { express: '^5' }, type: 'module' };
  it.each([
    ['makes two applications', 'const a = express();\nconst b = express();\n'],
    ['makes it where it is used', 'createServer(express());\n'],
    ['has a statement that is not clear', 'const app = express()["use"](`\n`);\n'],
    ['uses the name already', 'const licenseGate = 1;\nconst app = express();\n'],
    ['is used before it is made', 'app.use(x);\nconst app = express();\n'],
  ])('writes nothing where a file %s, and prints the lines', async (_what, text) => {
    const source = `import express from 'express';\n${text}`;
    const folder = await create({
      title: '',
      manifest: express,
      files: { 'app.js': source },
      start: 'app.js',
    });
    const ran = await folder.run([...args, '--yes']);
    expect(ran.code).toBe(22);
    expect(ran.stdout).toContain("import { licenseFile, licenseGate } from '@licet/express';");
    expect(ran.stdout).toContain('app.use(license);');
    expect(await readFile(join(folder.path, 'app.js'), 'utf8')).toBe(source);
  });

  it.each([
    [{ dependencies: {} }, '--framework'],
    [{ dependencies: { express: '5', koa: '3' } }, '--framework'],
    [undefined, 'no package.json'],
  ])('asks rather than guess the framework of %j', async (manifest, message) => {
    const folder = await vendor.open();
    if (manifest) await folder.write('package.json', JSON.stringify(manifest));
    const ran = await folder.run([...args, '--yes']);
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });
});

async function create({ manifest, files }: App): Promise<Folder> {
  const folder = await vendor.open();
  await folder.write('package.json', JSON.stringify(manifest));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder.path, name)), { recursive: true });
    await folder.write(name, text);
  }
  await symlink(modules, join(folder.path, 'node_modules'));
  return folder;
}

async function readAll({ path }: Folder, { files }: App): Promise<Record<string, string>> {
  const entries = Object.keys(files).map(async (name) => [
    name,
    await readFile(join(path, name), 'utf8'),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

/** The diff is what was done: applied to the file before, it gives the file after. */
function expectPatches(
  diff: string,
  file: string,
  before: Record<string, string>,
  after: Record<string, string>,
): void {
  const lines = diff.split('\n');
  expect(lines.slice(0, 2)).toEqual([`--- a/${file}`, `+++ b/${file}`]);
  const old = before[file]!.split(/\r?\n/);
  const patched: string[] = [];
  let next = 0;
  for (const line of lines.slice(2, -1)) {
    const [, from] = /^@@ -(\d+),/.exec(line) ?? [];
    if (from !== undefined) {
      patched.push(...old.slice(next, Number(from) - 1));
      next = Number(from) - 1;
    } else if (line.startsWith('+')) patched.push(line.slice(1));
    else {
      expect(line.slice(1)).toBe(old[next]);
      if (line.startsWith(' ')) patched.push(line.slice(1));
      next += 1;
    }
  }
  patched.push(...old.slice(next));
  expect(after[file]!.split(/\r?\n/)).toEqual(patched);
}

/** Starts the application as its owner would, and asks it for a host. */
async function ask(folder: Folder, app: App, host: string): Promise<{ status: number }> {
  const file = await compile(folder, app);
  const child = spawn(process.execPath, [file], { cwd: folder.path, stdio: 'pipe' });
  onTestFinished(() => void child.kill());
  const errors: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const ended = once(child, 'exit').then(() => {
    throw new Error(errors.join(''));
  });
  const port = await Promise.race([readPort(child.stdout), ended]);
  const status = await new Promise<number>((resolve, reject) => {
    const sent = get({ port, host: '127.0.0.1', agent: false, headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', reject);
  });
  child.kill();
  await ended.catch(() => undefined);
  return { status };
}

async function readPort(stdout: NodeJS.ReadableStream): Promise<number> {
  for await (const line of createInterface({ input: stdout })) {
    const [, port] = /^listening (\d+)$/.exec(line) ?? [];
    if (port !== undefined) return Number(port);
  }
  throw new Error('it never listened');
}

/** TypeScript is compiled beside, as decorators are nothing that Node strips. */
async function compile(folder: Folder, { files, start }: App): Promise<string> {
  if (!start.endsWith('.ts')) return start;
  await mkdir(join(folder.path, 'dist'), { recursive: true });
  for (const name of Object.keys(files)) {
    const text = await readFile(join(folder.path, name), 'utf8');
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2022,
        experimentalDecorators: true,
      },
    });
    const target = name.replace(/^src\//, 'dist/').replace(/\.ts$/, '.js');
    await writeFile(join(folder.path, target), outputText);
  }
  await cp(join(folder.path, 'package.json'), join(folder.path, 'dist', 'package.json'));
  return start.replace(/^src\//, 'dist/').replace(/\.ts$/, '.js');
}
