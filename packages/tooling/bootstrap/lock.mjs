import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TOOLCHAIN } from './paths.mjs';
import { say } from './report.mjs';

const POLL_MS = 100;
const HEARTBEAT_MS = 1_000;
/** No heartbeat for so long: the process number now belongs to somebody else, or the owner sleeps. */
const STALE_AFTER_MS = 30_000;
const TAKEOVER_STALE_MS = 5_000;

/**
 * Runs `work` while no other command of this checkout runs under the same name.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 */
export async function withLock(name, work) {
  const path = join(TOOLCHAIN, `${name}.lock`);
  mkdirSync(TOOLCHAIN, { recursive: true });
  await acquire(path);
  const release = () => releaseOwn(path);
  process.once('exit', release);
  const heartbeat = setInterval(() => beat(path), HEARTBEAT_MS);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    process.off('exit', release);
    release();
  }
}

/** @param {string} path */
async function acquire(path) {
  for (let said = false; !tryCreate(path); said = true) {
    if (!said) say(`waiting for another command (process ${readOwner(path) ?? '?'}) ...`);
    if (isStale(path)) takeOver(path);
    await sleep(POLL_MS);
  }
}

/** @param {string} path */
function tryCreate(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes a dead owner's lock; a second file makes sure that only one waiter does. @param {string} path */
function takeOver(path) {
  const guard = `${path}.takeover`;
  if (ageMs(guard) > TAKEOVER_STALE_MS) rmSync(guard, { force: true });
  if (!tryCreate(guard)) return;
  if (isStale(path)) rmSync(path, { force: true });
  rmSync(guard, { force: true });
}

/** @param {string} path */
function isStale(path) {
  const owner = readOwner(path);
  if (owner === undefined) return false;
  // An owner that has created the file but not yet written its number counts as alive.
  const dead = owner !== '' && !isAlive(Number(owner));
  return dead || ageMs(path) > STALE_AFTER_MS;
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {string} path */
function readOwner(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** @param {string} path */
function ageMs(path) {
  const entry = statSync(path, { throwIfNoEntry: false });
  return entry ? Date.now() - entry.mtimeMs : -1;
}

/** @param {string} path */
function beat(path) {
  const now = new Date();
  if (readOwner(path) === String(process.pid)) utimesSync(path, now, now);
}

/** @param {string} path */
function releaseOwn(path) {
  if (readOwner(path) === String(process.pid)) rmSync(path, { force: true });
}
