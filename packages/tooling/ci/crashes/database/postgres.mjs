import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createCluster,
  createDatabases,
  installPostgres,
  startPostgres,
} from '../../../../test-postgres/dist/index.js';
import { until } from '../until.mjs';
import { createDoor } from './door.mjs';
import { isRunning, listFamily, signalAll } from './process-tree.mjs';

const PATIENCE_MS = 30_000;

/**
 * A real PostgreSQL, to which everything can happen that happens to one.
 *
 * @typedef {object} Postgres
 * @property {(name: string) => Promise<string>} createDatabase resolves with its address
 * @property {() => Promise<void>} kill all of its processes at once, which get no word of it
 * @property {() => Promise<void>} start on the same files, after a kill
 * @property {() => void} pause it neither answers nor refuses
 * @property {() => void} resume
 * @property {() => Promise<void>} close ends every connection and takes no other
 * @property {() => Promise<void>} open
 * @property {() => Promise<void>} remove
 */

/** A PostgreSQL of its own, which stores as one in use does. @returns {Promise<Postgres>} */
export async function openPostgres() {
  const installation = await installPostgres();
  const cluster = await createCluster(installation);
  const data = join(cluster.folder, 'data');
  const listAll = () => {
    const [postmaster] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    return listFamily(Number(postmaster));
  };
  const start = () => startPostgres(installation, cluster, { isDurable: true });
  let running = await start();
  const door = createDoor(join(data, 'pg_hba.conf'), `${cluster.address}/postgres`);
  return {
    createDatabase: (name) => createDatabases(cluster.address).create(name),
    kill: async () => {
      const pids = listAll();
      signalAll(pids, 'SIGKILL');
      // The shell that holds it has to hear of its end.
      await running.stop();
      await until('the end of PostgreSQL', PATIENCE_MS, () => !pids.some(isRunning) || undefined);
    },
    start: async () => void (running = await start()),
    pause: () => signalAll(listAll(), 'SIGSTOP'),
    resume: () => signalAll(listAll(), 'SIGCONT'),
    close: () => door.close(),
    open: () => door.open(),
    remove: async () => {
      await running.stop();
      await installation.remove();
    },
  };
}
