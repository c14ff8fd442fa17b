// Run with `node packages/tooling/run.mjs script packages/tooling/ci/browser.mjs [folder for screenshots]`. It opens the pages of the
// built server in Chromium, as people see them.

import { join } from 'node:path';
import { createTally } from '../checks/tally.mjs';
import { checkDocs } from './browser/docs.mjs';
import { openBrowser } from './browser/open-browser.mjs';
import { checkProblems } from './browser/problems.mjs';
import { startFreshServer } from './server/start-fresh-server.mjs';

/** @typedef {import('./browser/open-browser.mjs').WatchedPage} WatchedPage */

/**
 * @typedef {object} Visit what the checks of a part of the pages are given
 * @property {import('playwright-core').Browser} browser
 * @property {import('./server/start-fresh-server.mjs').FreshServer} server
 * @property {ReturnType<typeof createTally>['check']} check
 * @property {(page: WatchedPage['page'], name: string) => Promise<void>} photograph for people to look at, when they ask for it
 */

const [screenshots] = process.argv.slice(2);
const { check, finish } = createTally();
const server = await startFreshServer();
try {
  const browser = await openBrowser();
  try {
    const photograph = async (
      /** @type {WatchedPage['page']} */ page,
      /** @type {string} */ name,
    ) => {
      if (screenshots) await page.screenshot({ path: join(screenshots, `${name}.png`) });
    };
    for (const visit of [checkDocs, checkProblems]) {
      await visit({ browser, server, check, photograph });
    }
  } finally {
    await browser.close();
  }
} finally {
  await server.stop();
}
finish();
