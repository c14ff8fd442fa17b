import { demandNone } from './demand-none.mjs';
import { killDatabaseAgainAndAgain } from './kill-database.mjs';
import { killServerAgainAndAgain } from './kill-server.mjs';

const MOST_MS = 5000;

/** @param {import('./check-races.mjs').Part} part */
export async function checkKills({ check, database, rounds }) {
  const program = await killServerAgainAndAgain(rounds);
  await check(
    `${String(rounds)} kills of a server on SQLite: ${String(program.acknowledged)} acknowledged writes are there`,
    () => isNothingWrong(program),
  );
  const longest = Math.max(...program.starts);
  await check(`after each it was ready in under 5 s (${longest.toFixed(0)} ms at most)`, () => {
    return longest < MOST_MS;
  });
  const turns = Math.max(1, Math.round(rounds / 5));
  const engine = await killDatabaseAgainAndAgain(database, turns);
  await check(
    `${String(turns)} kills of PostgreSQL: ${String(engine.acknowledged)} acknowledged writes are there`,
    () => isNothingWrong(engine),
  );
  const slowest = Math.max(...engine.recoveries);
  await check(
    `after each its servers were ready in under 5 s, without a start (${slowest.toFixed(0)} ms at most)`,
    () => engine.areRunning && slowest < MOST_MS,
  );
}

/** @param {{ lost: readonly string[], wrong: readonly string[] }} seen */
const isNothingWrong = ({ lost, wrong }) =>
  demandNone([...lost.map((name) => `lost ${name}`), ...wrong]);
