import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { findAuditFaults, isReady, runCommand, startServer } from './licensing-server.mjs';
import { waitUntil } from './wait-until.mjs';
import { createWriters } from './writers.mjs';

const LANES = 6;
const WRITES_A_ROUND = 12;
const LONGEST_WAIT_MS = 100;
const WRITE_TIMEOUT_MS = 60_000;

/**
 * Kills PostgreSQL so many times under two servers that acknowledge writes, starts it on what it left, and looks for what was there.
 *
 * @param {import('./database.mjs').Database} database
 * @param {number} rounds
 */
export async function killDatabaseAgainAndAgain(database, rounds) {
  const env = await database.create('killed');
  const apiKey = await runCommand(['keys', 'create', '--scope', 'admin'], env);
  const servers = [await startServer(env), await startServer(env)];
  const addresses = servers.map(({ address }) => address);
  const writers = createWriters(apiKey);
  const recoveries = [];
  /** @type {string[]} */
  const lost = [];
  let isOver = false;
  const writing = writers.write(addresses, LANES, () => isOver);
  const write = async () => {
    const enough = writers.count() + WRITES_A_ROUND;
    await waitUntil('writes', WRITE_TIMEOUT_MS, () => writers.count() >= enough);
  };
  for (let round = 0; round < rounds; round++) {
    await write();
    await sleep(randomInt(LONGEST_WAIT_MS));
    await database.kill();
    await database.start();
    const begun = performance.now();
    for (const address of addresses)
      await waitUntil('recovery', WRITE_TIMEOUT_MS, () => isReady(address));
    recoveries.push(performance.now() - begun);
    lost.push(...(await writers.findLost(addresses[round % 2] ?? '')));
  }
  await write();
  isOver = true;
  await writing;
  for (const address of addresses) lost.push(...(await writers.findLost(address)));
  const areRunning = servers.every((server) => server.isRunning());
  for (const server of servers) server.signal('SIGTERM');
  await Promise.all(servers.map(({ ended }) => ended));
  const wrong = [...writers.wrong, ...(await findAuditFaults(env))];
  return { acknowledged: writers.count(), recoveries, lost, wrong, areRunning };
}
