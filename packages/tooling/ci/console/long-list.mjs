/** @typedef {import('./sign-in.mjs').ConsoleVisit} ConsoleVisit */

/** The list of licenses when there are many. @param {ConsoleVisit} visit */
export async function checkLongList({ page, server, check, photograph }) {
  await check(
    'the list of licenses scrolls to its end, and never holds more rows than it shows',
    async () => {
      await page.goto(`${server.address}/console/#/licenses?order=created`);
      await page.locator('.rows li').first().waitFor();
      const first = await page.locator('.rows li').first().innerText();
      let most = 0;
      for (
        let turns = 0;
        turns < 60 && (await page.getByText('More as you scroll').count()) > 0;
        turns++
      ) {
        await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
        await page.locator('.pending').waitFor({ state: 'detached' });
        most = Math.max(most, await page.locator('.rows li').count());
      }
      await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
      await photograph(page, 'licenses-end');
      const total = Number(await page.locator('.rows li').last().getAttribute('aria-posinset'));
      await page.evaluate('scrollTo(0, 0)');
      await page.locator('.rows li[aria-posinset="1"]').waitFor();
      const again = await page.locator('.rows li').first().innerText();
      return total > 500 && most < 100 && first === again;
    },
  );
}
