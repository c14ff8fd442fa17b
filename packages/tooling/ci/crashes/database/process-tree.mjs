import { readdirSync, readFileSync } from 'node:fs';

/** A process and its children, as they are at this moment. @param {number} pid @returns {number[]} */
export function listFamily(pid) {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => readStat(candidate)?.parent === pid);
  return [pid, ...children];
}

/** Whether a process still runs. One that has ended and that nobody asked after does not. @param {number} pid */
export function isRunning(pid) {
  const state = readStat(pid)?.state;
  return state !== undefined && state !== 'Z' && state !== 'X';
}

/** @param {readonly number[]} pids @param {NodeJS.Signals} signal */
export function signalAll(pids, signal) {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      // It ended in this very moment.
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
    }
  }
}

/** @param {number} pid */
function readStat(pid) {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const [, state, parent] = /^\d+ \(.*\) (\S) (\d+)/s.exec(stat) ?? [];
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}
