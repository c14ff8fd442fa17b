import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { openWatchedPage } from '../browser/open-browser.mjs';
import { isEmpty } from '../browser/visit.mjs';
import { callServer } from '../server/call-server.mjs';

/** @typedef {import('./sign-in.mjs').ConsoleVisit} ConsoleVisit */

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** @typedef {readonly [name: string, way: string, text: string]} View its name, the way to it, and what stands there when it is ready */

/** @type {readonly View[]} */
const views = [
  ['overview', '', 'How they stand'],
  ['licenses', 'licenses', 'Importer'],
  ['new-license', 'licenses/new', 'Issue license'],
  ['products', 'products', 'Acme Shop'],
  ['product', 'products/acme-shop', 'Terms of new licenses'],
  ['serials', 'serials', 'Make serials'],
  ['import', 'import', 'Choose a file'],
  ['explain', 'explain', 'Nothing to explain yet'],
  ['audit-log', 'audit-log', 'License created'],
  ['api-keys', 'api-keys', 'first start'],
  ['token-settings', 'token-settings', 'No setting yet'],
  ['signing-keys', 'signing-keys', 'BEGIN PUBLIC KEY'],
  ['account', 'account', 'ada@example.com'],
  ['nothing', 'nothing/here', 'There is no such page'],
];

/** What is seen by who is not signed in. @type {readonly View[]} */
const viewsOfStrangers = [
  ['sign-in', '', 'Sign in to Licet'],
  ['welcome', 'welcome/token', 'Welcome to Licet'],
];

const looks = /** @type {const} */ ([
  { name: 'light', colorScheme: 'light', width: 1280, height: 900 },
  { name: 'dark', colorScheme: 'dark', width: 1280, height: 900 },
  { name: 'phone', colorScheme: 'light', width: 390, height: 844 },
]);

/** Every view in light, dark and on a phone. @param {ConsoleVisit} visit */
export async function checkPages(visit) {
  await checkViews(visit, [...views, ...(await listLicenseViews(visit.server))]);
  const { browser, server, check } = visit;
  const stranger = await openWatchedPage(browser, server.address);
  await checkViews({ ...visit, ...stranger }, viewsOfStrangers);
  await check('who is not signed in has nothing to complain about', () => isEmpty(stranger.faults));
  await stranger.page.context().close();
}

/** The page of a license of each kind. @param {ConsoleVisit['server']} server @returns {Promise<View[]>} */
async function listLicenseViews(server) {
  const kinds = ['domain', 'single-user', 'network', 'token'];
  return Promise.all(
    kinds.map(async (kind) => {
      const found = await callServer(server, `/v1/licenses?kind=${kind}&order=created&limit=1`);
      const { items } = /** @type {{ items: { id: string }[] }} */ (found);
      return /** @type {const} */ ([
        `license-${kind}`,
        `licenses/${items[0]?.id ?? ''}`,
        'License created',
      ]);
    }),
  );
}

/** @param {ConsoleVisit} visit @param {readonly View[]} shown */
async function checkViews({ page, server, check, photograph }, shown) {
  for (const { name: look, colorScheme, width, height } of looks) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    for (const [name, way, text] of shown) {
      await check(`${name}, ${look}: accessible, and no wider than the screen`, async () => {
        await page.goto(`${server.address}/console/#/${way}`);
        await page.locator('main').getByText(text).first().waitFor();
        await page.locator('.skeleton').first().waitFor({ state: 'detached' });
        await openPanels(page);
        await photograph(page, `${name}-${look}`);
        const excess = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        if (excess !== 0) throw new Error(`${String(excess)} pixels too wide`);
        return isAccessible(page);
      });
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

/** What is shown when somebody asks for it. @param {ConsoleVisit['page']} page */
async function openPanels(page) {
  for (const summary of await page.locator('details:not([open]) > summary').all()) {
    await summary.click();
    await page.locator('details[open] > :not(summary, .skeleton)').first().waitFor();
  }
}

/** What axe finds serious. @param {ConsoleVisit['page']} page */
async function isAccessible(page) {
  // The debugger's way in: the policy of the page lets no script in.
  await page.evaluate(axe);
  const violations = /** @type {{ id: string, impact: string, nodes: { html: string }[] }[]} */ (
    await page.evaluate('axe.run().then(({ violations }) => violations)')
  );
  const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
  if (serious.length > 0) {
    throw new Error(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`).join('; '));
  }
  return true;
}

/** What hands on a keyboard meet. @param {ConsoleVisit} visit */
export async function checkKeyboard({ page, server, check }) {
  await check('"/" gets to the search as soon as there is one', async () => {
    await page.goto(`${server.address}/console/#/products`);
    await page.getByRole('button', { name: 'New product' }).waitFor();
    return page.evaluate(`new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        const search = document.querySelector('input[type=search]');
        if (search === null) return;
        observer.disconnect();
        dispatchEvent(new KeyboardEvent('keydown', { key: '/' }));
        resolve(document.activeElement === search);
      });
      observer.observe(document, { childList: true, subtree: true });
      location.hash = '#/licenses';
    })`);
  });
  await check(
    'a keyboard gets to the content first, to the search by "/", and out of a dialog',
    async () => {
      await page.goto(`${server.address}/console/#/licenses`);
      await page.reload();
      await page.getByRole('searchbox').waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.locator('main:focus').waitFor();
      await page.keyboard.press('/');
      await page.keyboard.type('shop.example.net');
      await page.locator('.rows li').first().waitFor();
      await page.locator('.rows li').nth(1).waitFor({ state: 'detached' });
      await page.goto(`${server.address}/console/#/products`);
      const opener = page.getByRole('button', { name: 'New product' });
      await opener.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.locator('button:focus', { hasText: 'New product' }).waitFor();
      return true;
    },
  );
  await check('the theme is chosen, and kept', async () => {
    await page.getByRole('button', { name: /^Theme/ }).click();
    await page.getByRole('button', { name: /^Theme/ }).click();
    await page.reload();
    await page.getByRole('button', { name: /^Theme: Dark/ }).waitFor();
    const scheme = await page.evaluate('getComputedStyle(document.documentElement).colorScheme');
    await page.getByRole('button', { name: /^Theme/ }).click();
    return scheme === 'dark';
  });
}
