import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';

const START_TIMEOUT_MS = 60_000;

/**
 * @typedef {object} Rest what somebody adds to the code of a guard
 * @property {readonly string[]} [needs] packages that an application of the framework has already
 * @property {(code: string) => string} complete the whole program, which prints its port
 */

const LISTEN = 'const server = app.listen(0, () => console.log(server.address().port));';

/** @type {Record<'express' | 'fastify' | 'koa' | 'nestjs', Rest>} */
export const applications = {
  express: {
    complete: (code) => `${code}
app.get('/', (request, response) => response.send('Served'));
${LISTEN}
`,
  },
  fastify: {
    complete: (code) => `${code}
app.get('/', () => 'Served');
await app.listen({ port: 0 });
console.log(app.server.address().port);
`,
  },
  koa: {
    complete: (code) => `${code}
app.use((context) => void (context.body = 'Served'));
${LISTEN}
`,
  },
  // Without a compiler, a decorator is a function that is called.
  nestjs: {
    needs: ['core', 'common', 'platform-express']
      .map((name) => `@nestjs/${name}`)
      .concat('reflect-metadata', 'rxjs'),
    complete: (code) => {
      const [imports = '', module = ''] = code.split('// Among the imports of the root module:');
      return `import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
${imports}
class Pages { home() { return 'Served'; } }
Controller()(Pages);
Get()(Pages.prototype, 'home', Object.getOwnPropertyDescriptor(Pages.prototype, 'home'));
class AppModule {}
Module({ controllers: [Pages], imports: [${module}] })(AppModule);
const app = await NestFactory.create(AppModule, { logger: false });
await app.listen(0);
console.log(app.getHttpServer().address().port);
`;
    },
  },
};

/** Starts a program in a folder, and resolves when it listens. @param {string} path @param {string} program */
export async function startApplication(path, program) {
  writeFileSync(join(path, 'app.mjs'), program);
  const child = spawn(process.execPath, ['app.mjs'], {
    cwd: path,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => void child.once('close', resolve));
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill();
    await ended;
  };
  try {
    return { port: await readPort(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, import('node:stream').Readable>} child @returns {Promise<number>} */
function readPort(child) {
  return new Promise((resolve, reject) => {
    let printed = '';
    const giveUp = () => reject(new Error(`The application did not start: ${printed}`));
    const timer = setTimeout(giveUp, START_TIMEOUT_MS);
    child.once('close', giveUp);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => {
        printed += chunk;
        const [, port] = /^(\d+)\n/m.exec(printed) ?? [];
        if (port === undefined) return;
        clearTimeout(timer);
        resolve(Number(port));
      });
    }
  });
}

/** What an application answers when it is asked as a host. @param {string} host @param {number} port @returns {Promise<{ status: number | undefined, text: string }>} */
export function askAs(host, port) {
  return new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', agent: false, headers: { host } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => (text += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode, text }));
    }).on('error', reject);
  });
}
