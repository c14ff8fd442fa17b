import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../bootstrap/paths.mjs';
import { checkHistory } from './check-history.mjs';
import { mostSeats } from './check-seats.mjs';
import { demandNone } from './demand-none.mjs';
import { findPlantedFaults } from './plant-faults.mjs';
import { race } from './races.mjs';

/**
 * @typedef {object} Part what a part of the script is run with
 * @property {ReturnType<typeof import('../../checks/tally.mjs').createTally>['check']} check
 * @property {import('./database.mjs').Database} database
 * @property {number} seconds
 * @property {number} rounds
 */

/** @param {Part} part */
export async function checkRaces({ check, database, seconds }) {
  for (const [servers, duration] of /** @type {const} */ ([
    [4, seconds],
    [2, seconds / 2],
  ])) {
    const env = await database.create(`race-${String(servers)}`);
    const run = await race({ env, servers, seconds: duration });
    await checkRace(check, `${String(servers)} servers`, run);
  }
}

/** @param {Part['check']} check @param {string} title @param {import('./races.mjs').Race} run */
async function checkRace(check, title, run) {
  const { kills, events, found, pools, differing, auditFaults } = run;
  const cutOff = events.filter((event) => event.cutOff > 0).length;
  const counts = `${String(events.length)} requests, ${String(cutOff)} cut off`;
  await check(`${title}, ${String(kills)} kills, ${counts}: clients raced and were cut off`, () => {
    const areFull = pools.every((pool) => mostSeats(events, pool) >= pool.seats);
    return kills > 0 && cutOff > 0 && areFull;
  });
  await check(
    `${title}: no seat too many, nothing lost, nothing doubled, no end moved back`,
    () => {
      const faults = checkHistory(events, found, pools);
      if (faults.length > 0) keep(title, run);
      return demandNone(faults.map(({ code, text }) => `${code} ${text}`));
    },
  );
  await check(`${title}: what was cut off is answered alike when it is sent once more`, () =>
    demandNone(differing),
  );
  await check(`${title}: the audit log is whole`, () => demandNone(auditFaults));
  for (const { title: fault, isFound } of findPlantedFaults(run)) {
    await check(`${title}: the check finds ${fault}`, () => isFound);
  }
}

/** Nobody can play a race again: its history is kept in .reports/crashes for who looks for the reason. @param {string} title @param {import('./races.mjs').Race} run */
function keep(title, run) {
  const folder = join(ROOT, '.reports/crashes');
  mkdirSync(folder, { recursive: true });
  const found = { ...run.found, seats: [...run.found.seats] };
  writeFileSync(
    join(folder, `${title.replaceAll(' ', '-')}.json`),
    JSON.stringify({ ...run, found }),
  );
}
