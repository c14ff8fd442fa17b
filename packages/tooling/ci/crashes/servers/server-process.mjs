import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../../bootstrap/paths.mjs';

export const program = join(ROOT, 'apps/server/dist/main.js');
/** Ends a server when this process is gone, whatever ended it. */
const leash = join(ROOT, 'packages/tooling/bootstrap/leash.mjs');
const KEPT_CHARACTERS = 20_000;

/**
 * @typedef {object} ServerProcess
 * @property {string} address
 * @property {() => string} log the end of what it wrote to standard error
 * @property {() => Promise<void>} kill resolves when it is gone
 * @property {() => Promise<void>} stop as an administrator does
 * @property {() => boolean} isRunning
 */

/** The built server on a free port. Rejects when it ends before it listens. @param {Record<string, string>} env @returns {Promise<ServerProcess>} */
export async function startServer(env) {
  const child = spawn(process.execPath, ['--import', leash, program], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      LICET_LOG_LEVEL: 'error',
      LICET_RATE_PER_ADDRESS: '0',
      LICET_RATE_PER_KEY: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const gone = new Promise((resolve) => void child.once('close', resolve));
  let log = '';
  child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    log = (log + text).slice(-KEPT_CHARACTERS);
  });
  const end = async (/** @type {NodeJS.Signals} */ signal) => {
    child.kill(signal);
    await gone;
  };
  const address = await readAddress(child, gone, () => log);
  return {
    address,
    log: () => log,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    isRunning: () => child.exitCode === null && child.signalCode === null,
  };
}

/** @param {import('node:child_process').ChildProcess} child @param {Promise<unknown>} gone @param {() => string} log @returns {Promise<string>} */
function readAddress(child, gone, log) {
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      printed += text;
      const address = / answers at (\S+)\n/.exec(printed)?.[1];
      if (address !== undefined) resolve(address);
    });
    void gone.then(() => reject(new Error(`The server ended: ${log()}`)));
  });
}
