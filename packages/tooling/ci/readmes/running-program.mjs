import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const START_TIMEOUT_MS = 30_000;

/** @typedef {{ status: number, body: string }} Answer */

/**
 * Starts a program that serves, hands its answers to `use`, and ends it.
 *
 * @template Result
 * @param {{ command: string, cwd: string, port: number }} program
 * @param {(ask: (host: string) => Promise<Answer>) => Promise<Result>} use
 */
export async function withProgram({ command, cwd, port }, use) {
  const child = spawn('sh', ['-c', `exec ${command}`], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (printed += String(text)));
  }
  try {
    const end = Date.now() + START_TIMEOUT_MS;
    const ask = (/** @type {string} */ host) => askOnce(port, host);
    while (!(await isReady(() => ask('shop.example.com')))) {
      if (child.exitCode !== null) throw new Error(`it ended: ${printed}`);
      if (Date.now() > end) throw new Error(`it does not answer: ${printed}`);
      await delay(50);
    }
    return await use(ask);
  } finally {
    if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
  }
}

/** A port that nobody listens on. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}

/** Until there is a license, guards ask for patience. @param {() => Promise<Answer>} ask */
async function isReady(ask) {
  try {
    return (await ask()).status !== 503;
  } catch {
    return false;
  }
}

/** @param {number} port @param {string} host @returns {Promise<Answer>} */
function askOnce(port, host) {
  return new Promise((resolve, reject) => {
    const request = get({ port, host: 'localhost', agent: false, headers: { host } }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (text) => (body += String(text)));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }));
    });
    request.on('error', reject);
  });
}
