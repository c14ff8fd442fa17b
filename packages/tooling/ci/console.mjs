// Run with `node packages/tooling/run.mjs script packages/tooling/ci/console.mjs`. It uses the console of the built server in Chromium, as
// people do, and keeps what it looked like in .reports/console.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../bootstrap/paths.mjs';
import { openWatchedPage } from './browser/open-browser.mjs';
import { isEmpty, visitFreshServer } from './browser/visit.mjs';
import { checkAccess } from './console/access.mjs';
import { checkCrossSite } from './console/cross-site.mjs';
import { checkHostileTexts } from './console/hostile.mjs';
import { checkLife } from './console/life.mjs';
import { checkLongList } from './console/long-list.mjs';
import { checkNewUser } from './console/new-user.mjs';
import { checkKeyboard, checkPages } from './console/pages.mjs';
import { checkSignIn } from './console/sign-in.mjs';

const pictures = join(ROOT, '.reports/console');
mkdirSync(pictures, { recursive: true });

/** Refusals that the checks provoke: the browser tells of each. */
const expected = /status of (?:400|401|404|409)/;

/** @type {import('./browser/visit.mjs').Visit['photograph']} */
const photograph = async (page, name) => {
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
};

await visitFreshServer(photograph, async (visit) => {
  const { browser, server, check } = visit;
  const watched = await openWatchedPage(browser, server.address);
  watched.page.setDefaultTimeout(15_000);
  const signedIn = { ...visit, ...watched };
  for (const part of [checkSignIn, checkLife, checkPages, checkKeyboard, checkAccess]) {
    await part(signedIn);
  }
  for (const part of [checkCrossSite, checkHostileTexts, checkLongList]) await part(signedIn);
  await checkNewUser(visit);
  await check('the console asks no other server for anything', () => isEmpty(watched.outside));
  await check('the console gives the browser nothing to complain about', () =>
    isEmpty(watched.faults.filter((text) => !expected.test(text))),
  );
});
