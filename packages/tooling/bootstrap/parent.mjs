import { readFileSync } from 'node:fs';

const POLL_MS = 400;

/**
 * Reports the death of the npm (or pnpm) that started this script. npm passes a SIGTERM on only to
 * the shell between, and nobody passes on a SIGKILL; started by hand there is nothing to watch.
 *
 * @param {() => void} orphaned
 */
export function onParentDeath(orphaned) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const grandparent = isShell(parent) ? parentOf(parent) : undefined;
  const timer = setInterval(() => {
    const alive =
      process.ppid === parent && (grandparent === undefined || parentOf(parent) === grandparent);
    if (alive) return;
    clearInterval(timer);
    orphaned();
  }, POLL_MS);
  timer.unref();
}

/** @param {number} pid */
const isShell = (pid) => /^(ba|da|z|k|a)?sh$/.test(readProc(pid)?.name ?? '');

/** @param {number} pid */
const parentOf = (pid) => readProc(pid)?.parent;

/**
 * Linux only; elsewhere the direct parent is all that is watched.
 *
 * @param {number} pid
 */
function readProc(pid) {
  try {
    const match = /^\d+ \((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${String(pid)}/stat`, 'utf8'));
    return match ? { name: match[1], parent: Number(match[2]) } : undefined;
  } catch {
    return undefined;
  }
}
