import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

const LEASH = new URL('../../bootstrap/leash.mjs', import.meta.url).href;

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
/** @type {Set<string>} */
const folders = new Set();

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.once(signal, () => process.exit(1));
}
// Nothing that this process started goes on after it, and nothing that it wrote stays. When it is killed, the leash ends its children.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone when this process is. @param {string} folder */
export function removeAtExit(folder) {
  folders.add(folder);
  return folder;
}

/**
 * @typedef {object} Child
 * @property {number} pid
 * @property {Promise<number | null>} ended its exit code, null when a signal ended it
 * @property {() => string} printed on either stream so far
 * @property {(pattern: RegExp, milliseconds: number) => Promise<string>} prints resolves with the first group once it printed that
 * @property {(signal: NodeJS.Signals) => void} signal
 * @property {() => boolean} isRunning
 */

/**
 * Starts a program of Node that does not outlive this process.
 *
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Child}
 */
export function startChild(args, env) {
  const child = spawn(process.execPath, [`--import=${LEASH}`, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  running.add(child);
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (printed += text));
  }
  /** @type {Promise<number | null>} */
  const ended = new Promise((resolve) => {
    child.once('close', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  return {
    pid: child.pid ?? 0,
    ended,
    printed: () => printed,
    prints: (pattern, milliseconds) => {
      return new Promise((resolve, reject) => {
        const giveUp = () => reject(new Error(`${args.join(' ')} printed: ${printed}`));
        const timer = setTimeout(giveUp, milliseconds);
        const look = () => {
          const found = pattern.exec(printed)?.[1];
          if (found === undefined) return;
          clearTimeout(timer);
          child.stdout?.off('data', look);
          resolve(found);
        };
        child.stdout?.on('data', look);
        void ended.then(giveUp);
        look();
      });
    },
    signal: (name) => void child.kill(name),
    isRunning: () => running.has(child),
  };
}
