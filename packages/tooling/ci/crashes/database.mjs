import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createCluster,
  createDatabases,
  installPostgres,
  startPostgres,
} from '../../../test-postgres/dist/index.js';
import { removeAtExit } from './children.mjs';
import { runCommand } from './licensing-server.mjs';
import { createDoor } from './refuse-connections.mjs';
import { signalIfThere } from './signal-if-there.mjs';
import { waitUntil } from './wait-until.mjs';

const END_TIMEOUT_MS = 20_000;

/**
 * @typedef {object} Database a PostgreSQL that has what it committed on its disk
 * @property {(name: string) => Promise<NodeJS.ProcessEnv>} create makes an empty database; resolves with what a server on it is started with
 * @property {() => Promise<void>} start
 * @property {() => Promise<void>} stop as an immediate shutdown does
 * @property {() => Promise<void>} kill by SIGKILL, every process of it
 * @property {() => void} hold makes it answer nothing, and refuse nothing either
 * @property {() => void} letGo after {@link Database.hold}
 * @property {() => Promise<void>} refuse lets nobody in, and sends everybody away who is in
 * @property {() => Promise<void>} accept after {@link Database.refuse}
 */

/** @returns {Promise<Database>} */
export async function openDatabase() {
  const installation = await installPostgres();
  removeAtExit(installation.folder);
  const cluster = await createCluster(installation);
  const start = () => startPostgres(installation, cluster, { isDurable: true });
  let running = await start();
  const dataFolder = join(cluster.folder, 'data');
  const door = createDoor(cluster);
  /** @type {number[]} */
  let held = [];
  const letGo = () => {
    for (const pid of held) signalIfThere(pid, 'SIGCONT');
    held = [];
  };
  // What is held does not end either.
  process.on('exit', letGo);
  return {
    create: async (name) => ({
      DATABASE_URL: await createDatabases(cluster.address).create(name),
      LICET_MASTER_KEY: await runCommand(['master-key', 'create'], {}),
    }),
    start: async () => {
      running = await start();
    },
    stop: () => running.stop(),
    kill: async () => {
      const all = holdAll(dataFolder);
      for (const pid of all) signalIfThere(pid, 'SIGKILL');
      // A new one refuses to start beside any of them.
      await waitUntil('PostgreSQL is gone', END_TIMEOUT_MS, () => !all.some(isThere));
      await running.stop();
    },
    hold: () => {
      held = holdAll(dataFolder);
    },
    letGo,
    refuse: door.close,
    accept: door.open,
  };
}

/** The first is held before the others are looked for, so that it starts nobody whom we do not see. @param {string} dataFolder */
function holdAll(dataFolder) {
  const [first = ''] = readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8').split('\n');
  const postmaster = Number(first);
  signalIfThere(postmaster, 'SIGSTOP');
  const children = childrenOf(postmaster);
  for (const pid of children) signalIfThere(pid, 'SIGSTOP');
  return [postmaster, ...children];
}

/** @param {number} parent */
function childrenOf(parent) {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).split('\n');
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.flatMap(([pid, ppid]) => (ppid === parent && pid !== undefined ? [pid] : []));
}

/** @param {number} pid */
function isThere(pid) {
  const state = stateOf(pid);
  return state !== '' && !state.startsWith('Z');
}

/** @param {number} pid */
function stateOf(pid) {
  try {
    return execFileSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}
