import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** A built program under test. */
export interface Program {
  /** Resolves once the program has printed this to standard output. Rejects when it ends before. */
  prints(expected: string): Promise<void>;
  /** Sends SIGTERM, if it still runs, and tells how it ended and what it complained of. */
  stop(): Promise<Ending>;
  /** Waits until it ends by itself. */
  ends(): Promise<Ending>;
}

export interface Ending {
  readonly code: number | null;
  readonly errors: string;
}

const apps = {
  server: '../../server/dist/main.js',
  shop: '../dist/main.js',
  express: '../../example-express/dist/main.js',
  koa: '../../example-koa/dist/main.js',
  nestjs: '../../example-nestjs/dist/main.js',
  fastify: '../../example-fastify/dist/main.js',
};

/** Starts a program in a process of its own, as `npm start` does. */
export function startProgram(app: keyof typeof apps, env: NodeJS.ProcessEnv): Program {
  const file = fileURLToPath(new URL(apps[app], import.meta.url));
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors = text(child.stderr);
  const exit = once(child, 'exit');
  const output = collect(child);
  const ends = async (): Promise<Ending> => {
    const [code] = (await exit) as [number | null];
    return { code, errors: await errors };
  };
  return {
    prints: output.prints,
    ends,
    stop: () => {
      child.kill('SIGTERM');
      return ends();
    },
  };
}

function collect(child: ChildProcess): Pick<Program, 'prints'> {
  let printed = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
    child.emit('printed');
  });
  return {
    prints: async (expected) => {
      while (!printed.includes(expected)) {
        await Promise.race([
          once(child, 'printed'),
          once(child, 'exit').then(() => {
            throw new Error(`The program ended without printing: ${expected}`);
          }),
        ]);
      }
    },
  };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A page of the shop on `port`, asked for by the name `host`. */
export async function visit(
  port: number,
  host: string,
): Promise<{ readonly status: number | undefined; readonly body: string }> {
  const asked = request({
    port,
    host: '127.0.0.1',
    headers: { host, accept: 'text/html' },
    agent: false,
  });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, body: await text(answer) };
}
