// Run with `node packages/tooling/run.mjs script packages/tooling/ci/guide.mjs [page ...]`. It does what the pages of apps/docs/guide say, each
// on a built server of its own that begins with an empty folder, and compares what comes out with what they show.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../bootstrap/paths.mjs';
import { createTally } from '../checks/tally.mjs';
import { readPage } from './guide/read-page.mjs';
import { runPage } from './guide/run-page.mjs';
import { startFreshServer } from './server/start-fresh-server.mjs';

const guide = join(ROOT, 'apps/docs/guide');
const { check, finish } = createTally();

/** @param {string} name */
async function checkPage(name) {
  const steps = readPage(readFileSync(join(guide, name), 'utf8'));
  if (steps.length === 0) return;
  const server = await startFreshServer();
  try {
    const results = await runPage(steps, {
      LICET_URL: server.address,
      LICET_SECRET_KEY: server.secretKey,
      LICET_PUBLISHABLE_KEY: server.publishableKey,
    });
    for (const { line, problem } of results) {
      await check(`guide/${name}, line ${String(line)}`, () => {
        if (problem !== undefined) throw new Error(problem);
        return true;
      });
    }
  } finally {
    await server.stop();
  }
}

/** What the check makes of a page. @param {string} markdown */
const verdictsOn = async (markdown) => {
  const results = await runPage(readPage(markdown), {});
  return results.map(({ problem }) => (problem === undefined ? 'good' : 'bad')).join(' ');
};

await check('a page is bad where it shows another answer or has a command that fails', async () => {
  const shown = (/** @type {string} */ commands, form = '', text = '') =>
    `\`\`\`sh\n${commands}\n\`\`\`\n${form && `\n\`\`\`${form}\n${text}\n\`\`\`\n`}`;
  const object = `echo '{"id":"lic_x","n":1}'`;
  const page = [
    shown('x=one; echo $x', 'text', 'one'),
    shown('echo $x two three', 'text', '… three'),
    shown('echo two', 'text', 'one'),
    shown(object, 'json', '{ "n": 1, "id": "lic_…" }'),
    shown(object, 'json', '{ "id": "lic_…" }'),
    shown(object, 'json', '{ "id": "lic_…", "n": "…" }'),
    shown('echo nothing', 'json', '{}'),
    shown('false | true'),
    shown('echo not reached'),
  ];
  return (await verdictsOn(page.join('\n'))) === 'good good bad good bad bad bad bad bad';
});

const asked = process.argv.slice(2);
const pages = readdirSync(guide).filter((name) => name.endsWith('.md'));
for (const name of asked.length > 0 ? asked : pages) await checkPage(name);
finish();
