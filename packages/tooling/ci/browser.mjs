// Run with `node packages/tooling/run.mjs script packages/tooling/ci/browser.mjs [folder for screenshots]`. It opens the pages of the
// built server in Chromium, as people see them.

import { join } from 'node:path';
import { checkDocs } from './browser/docs.mjs';
import { checkProblems } from './browser/problems.mjs';
import { visitFreshServer } from './browser/visit.mjs';

const [screenshots] = process.argv.slice(2);

/** @type {import('./browser/visit.mjs').Visit['photograph']} */
const photograph = async (page, name) => {
  if (screenshots) await page.screenshot({ path: join(screenshots, `${name}.png`) });
};

await visitFreshServer(photograph, async (visit) => {
  for (const part of [checkDocs, checkProblems]) await part(visit);
});
