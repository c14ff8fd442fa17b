import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { performance } from 'node:perf_hooks';
import { onParentDeath } from './parent.mjs';

/**
 * @typedef {object} Command
 * @property {string} file
 * @property {readonly string[]} args
 * @property {string} cwd
 * @property {NodeJS.ProcessEnv} env
 * @property {import('node:child_process').StdioOptions} [stdio]
 */

const KILL_AFTER_MS = 20_000;
/** A terminal signals us, npm passes the same signal on: one Ctrl-C must reach a child once. */
const SAME_SIGNAL_MS = 1_000;

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
/** @type {NodeJS.Signals | undefined} */
let stoppedBy;
let lastSignalAt = -Infinity;

/** True from the first signal on: what was running is being stopped and nothing new may start. */
export const isStopping = () => stoppedBy !== undefined;

/** The code of a process that ended by the signal. */
const codeOf = (/** @type {NodeJS.Signals} */ signal) => 128 + constants.signals[signal];

/** The exit code for work that a signal cut short. */
export const stopCode = () => codeOf(stoppedBy ?? 'SIGTERM');

/**
 * Starts a child in a process group of its own, so that a signal reaches the whole of it, once.
 *
 * @param {Command} command
 */
export function startChild({ file, args, cwd, env, stdio = 'inherit' }) {
  const child = spawn(file, args, { cwd, env, stdio, detached: true });
  running.add(child);
  /** @type {Promise<number>} */
  const exited = new Promise((resolve) => {
    child.once('error', (error) => {
      running.delete(child);
      process.stderr.write(`licet: cannot start ${file}: ${error.message}\n`);
      resolve(127);
    });
    child.once('exit', (code, signal) => {
      running.delete(child);
      resolve(code ?? codeOf(signal ?? 'SIGKILL'));
    });
  });
  return { child, exited };
}

/**
 * Runs one command to its end and keeps what it printed.
 *
 * @param {Command} command
 */
export async function capture(command) {
  const { child, exited } = startChild({ ...command, stdio: ['ignore', 'pipe', 'pipe'] });
  /** @type {string[]} */
  const output = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => output.push(text));
  }
  const code = await exited;
  return { code, output: output.join('') };
}

/** @param {NodeJS.Signals} signal */
export function stopChildren(signal) {
  for (const child of running) signalGroup(child, signal);
}

/** @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals} signal */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It ended in this very moment.
  }
}

/** @param {NodeJS.Signals} signal */
function stop(signal) {
  const now = performance.now();
  if (now - lastSignalAt < SAME_SIGNAL_MS) return;
  lastSignalAt = now;
  stoppedBy ??= signal;
  stopChildren(signal);
  setTimeout(() => stopChildren('SIGKILL'), KILL_AFTER_MS).unref();
  // With nothing to wait for, the process ends here as the signal would have ended it.
  if (running.size === 0) process.exit(stopCode());
}

/** From here on a signal to us, or the death of the npm that started us, stops every child. */
export function superviseChildren() {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => stop(signal === 'SIGHUP' ? 'SIGTERM' : signal));
  }
  onParentDeath(() => stop('SIGTERM'));
}
