import { isDeepStrictEqual } from 'node:util';
import { openWatchedPage } from './open-browser.mjs';
import { isEmpty } from './visit.mjs';

/** Puts a script into a page, as somebody would who got text of their own into it. */
const inlineScript = `
  const script = document.createElement('script');
  script.textContent = 'globalThis.wasRun = true';
  document.head.append(script);
`;

/** The description of the API at /docs. @param {import('./visit.mjs').Visit} visit */
export async function checkDocs({ browser, server, check, photograph }) {
  const { address, publishableKey } = server;
  const { page, faults, outside } = await openWatchedPage(browser, address);
  const response = await page.goto(`${address}/docs`);
  await page.locator('.opblock').first().waitFor();

  await check('/docs lists every operation of the document', async () => {
    const listed = await page.locator('.opblock-summary-operation-id').allTextContents();
    return isDeepStrictEqual(listed.sort(), (await readOperationIds(address)).sort());
  });
  await check(
    '/docs lets no script of another origin, and none that stands in a page, run',
    async () => {
      const policy = (await response?.headerValue('content-security-policy')) ?? '';
      await page.evaluate(inlineScript);
      const wasRun = await page.evaluate(() => 'wasRun' in globalThis);
      // The browser's own complaint about this attempt.
      faults.splice(0, faults.length, ...faults.filter((text) => !text.includes('inline script')));
      return policy.includes("script-src 'self'") && !wasRun;
    },
  );
  await photograph(page, 'docs');
  await check(
    '/docs sends a request with the key that was typed in, and shows the answer',
    async () => {
      await page.getByRole('button', { name: 'Authorize' }).click();
      await page.locator('.auth-container input').fill(publishableKey);
      await page.locator('.auth-btn-wrapper button[type=submit]').click();
      await page.locator('.auth-btn-wrapper button', { hasText: 'Close' }).click();
      const operation = page.locator('#operations-LicenseGen-checkLicenseStatus');
      await operation.locator('.opblock-summary-control').click();
      await operation.getByRole('button', { name: 'Try it out' }).click();
      await operation.getByRole('button', { name: 'Execute' }).click();
      const live = operation.locator('.live-responses-table .response');
      await live.first().waitFor();
      await operation.scrollIntoViewIfNeeded();
      await photograph(page, 'docs-answer');
      const answer = (await live.first().textContent()) ?? '';
      return answer.includes('200') && answer.includes('"valid": false');
    },
  );
  await check('/docs asks no other server for anything', () => isEmpty(outside));
  await check('/docs gives the browser nothing to complain about', () => isEmpty(faults));
  await page.context().close();
}

/** @param {string} address @returns {Promise<string[]>} */
async function readOperationIds(address) {
  const response = await fetch(`${address}/openapi.json`);
  const { paths } =
    /** @type {{ paths: Record<string, Record<string, { operationId: string }>> }} */ (
      await response.json()
    );
  return Object.values(paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
}
