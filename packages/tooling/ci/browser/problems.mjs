import { openWatchedPage } from './open-browser.mjs';

/** The pages that the `type` of a problem leads to. @param {import('./visit.mjs').Visit} visit */
export async function checkProblems({ browser, server, check, photograph }) {
  const { address } = server;
  const { page, faults, outside } = await openWatchedPage(browser, address);

  await check('the type of a problem leads to a page about it', async () => {
    const response = await fetch(`${address}/v1/products`);
    const { type, title } = /** @type {{ type: string, title: string }} */ (await response.json());
    await page.goto(new URL(type, response.url).href);
    await photograph(page, 'problem');
    return (await page.getByRole('heading', { level: 1 }).textContent()) === title;
  });
  await check('it leads on to all codes, and each of them to its page', async () => {
    await page.getByRole('link', { name: 'All codes' }).click();
    await photograph(page, 'problems');
    await page.getByRole('link', { name: 'license_not_found' }).click();
    return page.url() === `${address}/problems/license_not_found`;
  });
  await check('the pages are styled, ask no other server and cause no complaint', async () => {
    await page.waitForLoadState();
    const width = await page.evaluate('getComputedStyle(document.querySelector("main")).maxWidth');
    return width !== 'none' && outside.length === 0 && faults.length === 0;
  });
  await page.context().close();
}
