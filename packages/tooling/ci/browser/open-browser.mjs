import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** Debian's package; another place is given by CHROMIUM. */
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * @typedef {object} WatchedPage
 * @property {import('playwright-core').Page} page
 * @property {string[]} faults what the browser complained about: errors in the console, of scripts, of requests
 * @property {string[]} outside addresses of other servers that the page asked for
 */

/** Opens Chromium, which has to be installed. @returns {Promise<import('playwright-core').Browser>} */
export function openBrowser() {
  if (!existsSync(executablePath)) {
    throw new Error(`${executablePath} is missing: apt-get install chromium, or set CHROMIUM`);
  }
  return chromium.launch({ executablePath, args });
}

/**
 * A page in a session of its own, and all that is wrong with it while it is used. Requests to other servers do not get out.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} address of the server that the page is from
 * @returns {Promise<WatchedPage>}
 */
export async function openWatchedPage(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  /** @type {WatchedPage} */
  const watched = { page, faults: [], outside: [] };
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) watched.faults.push(message.text());
  });
  page.on('pageerror', (error) => void watched.faults.push(error.message));
  page.on('requestfailed', (request) => {
    // A page may change its mind about what it asked for.
    if (request.failure()?.errorText === 'net::ERR_ABORTED') return;
    watched.faults.push(`failed: ${request.url()}`);
  });
  await context.route(
    ({ origin, protocol }) => protocol !== 'data:' && origin !== address,
    (route) => {
      watched.outside.push(route.request().url());
      return route.abort();
    },
  );
  return watched;
}
