import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabases } from '../../../test-postgres/dist/index.js';
import { signalIfThere } from './signal-if-there.mjs';
import { waitUntil } from './wait-until.mjs';

const RELOAD_TIMEOUT_MS = 10_000;
/** What PostgreSQL says to who is rejected by its rules, and to who is let in and drops a database that is not there. */
const codes = { rejected: '28000', letIn: '3D000' };

/** A PostgreSQL that runs and lets nobody in, as one does whose administrator wants to be alone with it. @param {import('../../../test-postgres/dist/index.js').PostgresCluster} cluster */
export function createDoor({ folder, address }) {
  const data = join(folder, 'data');
  const file = join(data, 'pg_hba.conf');
  const rules = readFileSync(file, 'utf8');
  /** @param {string} text @param {string} code */
  const apply = async (text, code) => {
    writeFileSync(file, text);
    process.kill(postmasterOf(data), 'SIGHUP');
    await waitUntil(
      'the rules hold',
      RELOAD_TIMEOUT_MS,
      async () => (await knock(address)) === code,
    );
  };
  return {
    close: async () => {
      await apply('local all all reject\n', codes.rejected);
      for (const pid of findSessions(postmasterOf(data))) signalIfThere(pid, 'SIGTERM');
    },
    open: () => apply(rules, codes.letIn),
  };
}

/** @param {string} data */
const postmasterOf = (data) =>
  Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);

/** @param {number} postmaster */
function findSessions(postmaster) {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const sessions = lines.matchAll(/^ *(\d+) +(\d+) postgres: licet /gm);
  return [...sessions].flatMap(([, pid, parent]) =>
    Number(parent) === postmaster ? [Number(pid)] : [],
  );
}

/** @param {string} address */
async function knock(address) {
  try {
    await createDatabases(address).drop('none');
    return undefined;
  } catch (error) {
    return /** @type {{ code?: string }} */ (error).code;
  }
}
