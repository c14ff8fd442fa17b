// Run with `node packages/tooling/run.mjs script packages/tooling/ci/crashes.mjs`. It kills servers and databases under clients that write and
// race, and looks for what was lost or doubled. `--seconds` (30) and `--rounds` (50) make it longer or shorter, `--only` names one part:
// races, kills or away.

import { parseArgs } from 'node:util';
import { createTally } from '../checks/tally.mjs';
import { checkAway } from './crashes/check-away.mjs';
import { checkKills } from './crashes/check-kills.mjs';
import { checkRaces } from './crashes/check-races.mjs';
import { openDatabase } from './crashes/database.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    rounds: { type: 'string', default: '50' },
    only: { type: 'string' },
  },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const parts = { races: checkRaces, kills: checkKills, away: checkAway };

const { check, finish } = createTally();
const database = await openDatabase();
try {
  for (const [name, part] of Object.entries(parts)) {
    if (values.only === undefined || values.only === name)
      await part({ check, database, seconds, rounds });
  }
} finally {
  await database.stop();
}
finish();
