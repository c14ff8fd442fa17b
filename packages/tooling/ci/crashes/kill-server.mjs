import { randomInt } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeAtExit } from './children.mjs';
import { findAuditFaults, runCommand, startServer } from './licensing-server.mjs';
import { createWriters } from './writers.mjs';
import { waitUntil } from './wait-until.mjs';

const LANES = 6;
const WRITES_A_ROUND = 12;
const LONGEST_WAIT_MS = 100;
const WRITE_TIMEOUT_MS = 60_000;

/** Kills a server on SQLite so many times while it acknowledges writes, and looks after each start for what it had. @param {number} rounds */
export async function killServerAgainAndAgain(rounds) {
  const env = { LICET_DATA_DIR: removeAtExit(mkdtempSync(join(tmpdir(), 'licet-crashes-'))) };
  const apiKey = await runCommand(['keys', 'create', '--scope', 'admin'], env);
  const writers = createWriters(apiKey);
  const starts = [];
  /** @type {string[]} */
  const lost = [];
  for (let round = 0; round < rounds; round++) {
    const server = await startServer(env);
    starts.push(server.startedIn);
    lost.push(...(await writers.findLost(server.address)));
    const writing = writers.write([server.address], LANES, () => !server.isRunning());
    const enough = writers.count() + WRITES_A_ROUND;
    await waitUntil('writes', WRITE_TIMEOUT_MS, () => writers.count() >= enough);
    await sleep(randomInt(LONGEST_WAIT_MS));
    server.signal('SIGKILL');
    await Promise.all([server.ended, writing]);
  }
  const server = await startServer(env);
  starts.push(server.startedIn);
  lost.push(...(await writers.findLost(server.address)));
  server.signal('SIGTERM');
  await server.ended;
  const wrong = [...writers.wrong, ...(await findAuditFaults(env))];
  return { acknowledged: writers.count(), starts, lost, wrong };
}
