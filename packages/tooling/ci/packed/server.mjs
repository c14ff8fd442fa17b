import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ROOT } from '../../bootstrap/paths.mjs';

const PROGRAM = join(ROOT, 'apps', 'server', 'dist', 'main.js');
const START_TIMEOUT_MS = 60_000;

const runFile = promisify(execFile);

/**
 * What the client is tried with: the real server, as it was built, with one product and one license.
 *
 * @typedef {object} VendorServer
 * @property {string} url
 * @property {string} adminKey
 * @property {string} clientKey the publishable one
 * @property {string} rootPem
 * @property {() => Promise<void>} close
 */

/** @param {{ product: string, domain: string, domainKey: string }} order @returns {Promise<VendorServer>} */
export async function openVendorServer({ product, domain, domainKey }) {
  const folder = mkdtempSync(join(tmpdir(), 'licet-vendor-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  const settings = { HOST: '127.0.0.1', PORT: String(port), LICET_DATA_DIR: join(folder, 'data') };
  const env = { ...process.env, ...settings };
  const server = spawn(process.execPath, [PROGRAM], { env, stdio: 'ignore' });
  const close = async () => {
    if (server.exitCode === null && server.kill('SIGKILL')) await once(server, 'exit');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(url, server);
    const [adminKey, clientKey] = [await createKey(env, 'admin'), await createKey(env, 'client')];
    const call = caller(url, adminKey);
    await call('/v1/products', { code: product, name: 'Acme Shop' });
    const order = { scriptname: product, domainname: domain, domainkey: domainKey };
    await call('/gen/LicenseGen/generate/domainlic', order);
    const { items } = /** @type {{ items: { use: string, pem: string }[] }} */ (
      await call('/v1/signing-keys')
    );
    const rootPem = items.find(({ use }) => use === 'root')?.pem ?? '';
    return { url, adminKey, clientKey, rootPem, close };
  } catch (error) {
    await close();
    throw error;
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

/** @param {string} url @param {import('node:child_process').ChildProcess} server */
async function untilReady(url, server) {
  const end = Date.now() + START_TIMEOUT_MS;
  while (!(await fetch(`${url}/readyz`).catch(() => undefined))?.ok) {
    if (server.exitCode !== null) throw new Error('the server ended instead of answering');
    if (Date.now() > end) throw new Error('the server did not answer in time');
    await delay(50);
  }
}

/** @param {NodeJS.ProcessEnv} env @param {'admin' | 'client'} scope */
async function createKey(env, scope) {
  const args = [PROGRAM, 'keys', 'create', '--scope', scope, '--name', 'packed packages'];
  const { stdout } = await runFile(process.execPath, args, { env });
  return stdout.trim();
}

/** @param {string} url @param {string} apiKey @returns {(path: string, body?: object) => Promise<unknown>} */
function caller(url, apiKey) {
  return async (path, body) => {
    const answer = await fetch(url + path, {
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} was answered ${String(answer.status)}: ${text}`);
    return JSON.parse(text);
  };
}
