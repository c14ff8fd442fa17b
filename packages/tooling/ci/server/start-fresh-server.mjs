import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../bootstrap/paths.mjs';
import { whenPrinted } from './when-printed.mjs';

const program = join(ROOT, 'apps/server/dist/main.js');

/**
 * @typedef {object} FreshServer
 * @property {string} address such as `http://127.0.0.1:41234`
 * @property {string} secretKey of scope `admin`
 * @property {string} publishableKey of scope `client`
 * @property {string} consoleLink makes the first user of the console
 * @property {string} dataDir
 * @property {() => Promise<void>} stop ends it and removes its folder
 */

/** The built server on an empty data folder and a free port. @returns {Promise<FreshServer>} */
export async function startFreshServer() {
  const dataDir = mkdtempSync(join(tmpdir(), 'licet-fresh-'));
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH, PORT: '0', LICET_DATA_DIR: dataDir, LICET_LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = async () => {
    const ended = new Promise((resolve) => void child.once('close', resolve));
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGTERM')) await ended;
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    return { ...(await readFirstStart(child)), dataDir, stop };
  } catch (error) {
    child.kill('SIGKILL');
    await stop();
    throw error;
  }
}

/** What a server prints at its first start. @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, import('node:stream').Readable>} child @returns {Promise<Omit<FreshServer, 'dataDir' | 'stop'>>} */
export function readFirstStart(child) {
  return whenPrinted(child, 'server', (printed) => {
    const [, address] = / answers at (\S+)\n/.exec(printed) ?? [];
    const [secretKey] = /licet_sk_\w+/.exec(printed) ?? [];
    const [publishableKey] = /licet_pk_\w+\n/.exec(printed) ?? [];
    const [consoleLink] = /http\S+\/console\/#\/welcome\/[\w-]+/.exec(printed) ?? [];
    return address && secretKey && publishableKey && consoleLink
      ? { address, secretKey, publishableKey: publishableKey.trim(), consoleLink }
      : undefined;
  });
}
