import { createTally } from '../../checks/tally.mjs';
import { startFreshServer } from '../server/start-fresh-server.mjs';
import { openBrowser } from './open-browser.mjs';

/** @typedef {import('playwright-core').Page} Page */

/**
 * @typedef {object} Visit what the checks of a part of the pages are given
 * @property {import('playwright-core').Browser} browser
 * @property {import('../server/start-fresh-server.mjs').FreshServer} server
 * @property {ReturnType<typeof createTally>['check']} check
 * @property {(page: Page, name: string) => Promise<void>} photograph for people to look at
 */

/**
 * Runs checks on a fresh server in Chromium, and counts them.
 *
 * @param {Visit['photograph']} photograph
 * @param {(visit: Visit) => Promise<void>} runChecks
 */
export async function visitFreshServer(photograph, runChecks) {
  const { check, finish } = createTally();
  const server = await startFreshServer();
  try {
    const browser = await openBrowser();
    try {
      await runChecks({ browser, server, check, photograph });
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
  finish();
}

/** Nothing is in a list; what is there is the reason of the failure. @param {readonly string[]} list */
export function isEmpty(list) {
  if (list.length > 0) throw new Error([...new Set(list)].join('; '));
  return true;
}
