import { readFile } from 'node:fs/promises';
import { callServer } from '../server/call-server.mjs';

/** @typedef {import('./sign-in.mjs').ConsoleVisit} ConsoleVisit */
/** @typedef {import('playwright-core').Page} Page */

/** The whole life of licenses, as somebody in the back office leads it. @param {ConsoleVisit} visit */
export async function checkLife(visit) {
  await checkProduct(visit);
  await checkDomainLicense(visit);
  await checkOtherKinds(visit);
  await checkSerials(visit);
  await checkImport(visit);
}

/** @param {ConsoleVisit} visit */
async function checkProduct({ page, server, check }) {
  await check('a product is created, and what is wrong is said beside its field', async () => {
    await page.goto(`${server.address}/console/#/products`);
    await page.getByRole('button', { name: 'New product' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Code').fill('not a code');
    await dialog.getByLabel('Name').fill('Acme Shop');
    await dialog.getByRole('button', { name: 'Create product' }).click();
    await dialog.locator('[name=code][aria-invalid=true]:focus').waitFor();
    await dialog.getByLabel('Code').fill('acme-shop');
    await dialog.getByLabel('Features').fill('reports, export');
    await dialog.getByRole('button', { name: 'Create product' }).click();
    await page.getByRole('heading', { name: 'Acme Shop' }).waitFor();
    return true;
  });
  await check('a product is changed', async () => {
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Days of grace').fill('14');
    await page.getByLabel('After the end').selectOption('read-only');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('14 days').waitFor();
    return page.getByText('Read only').isVisible();
  });
}

/** @param {ConsoleVisit} visit */
async function checkDomainLicense({ page, server, check, photograph }) {
  await check('a domain license is issued, with its key', async () => {
    await page.goto(`${server.address}/console/#/licenses/new?product=acme-shop`);
    await page.getByLabel('Domain', { exact: true }).fill('shop.example.com');
    await page.getByLabel('Last day optional').fill('2090-12-31');
    await page.getByLabel('Holder optional').fill('Example Ltd.');
    await page.getByRole('button', { name: 'Issue license' }).click();
    await page.getByRole('heading', { name: 'shop.example.com' }).waitFor();
    await photograph(page, 'license');
    return /^\w{4}(-\w{4}){3}$/.test(await page.locator('.secret code').first().innerText());
  });
  await check('its file is downloaded', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download file' }).click(),
    ]);
    const text = await readFile(await download.path(), 'utf8');
    return download.suggestedFilename() === 'license.dat' && text.split('.').length === 3;
  });
  await check('it is renewed, and an earlier end is refused beside its field', async () => {
    await openAction(page, 'Renew');
    await page.getByLabel('New last day').fill('2080-01-01');
    await page.getByRole('dialog').getByRole('button', { name: 'Renew' }).click();
    await page
      .getByRole('dialog')
      .getByText(/later|earlier|end/)
      .first()
      .waitFor();
    await page.getByLabel('New last day').fill('2095-12-31');
    await page.getByRole('dialog').getByRole('button', { name: 'Renew' }).click();
    await page.getByText('Until Dec 31, 2095').waitFor();
    return true;
  });
  await check('it is suspended and reinstated', async () => {
    await confirm(page, 'Suspend', 'Suspend license');
    await badge(page, 'Suspended');
    await confirm(page, 'Reinstate', 'Reinstate license');
    await badge(page, 'Valid');
    return true;
  });
  await check('it is transferred and edited', async () => {
    await openAction(page, 'Transfer');
    await page.getByLabel('New domain').fill('shop.example.net');
    await page.getByRole('dialog').getByRole('button', { name: 'Transfer' }).click();
    await page.getByRole('heading', { name: 'shop.example.net' }).waitFor();
    await openAction(page, 'Edit');
    await page.getByRole('dialog').getByLabel('Features').fill('reports');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    return (await page.locator('.facts').first().innerText()).includes('reports');
  });
  await check('it gets a new key, which its page shows from then on', async () => {
    await page.getByRole('button', { name: 'Show key' }).click();
    const before = await page.locator('.secret code').first().innerText();
    await openAction(page, 'New key');
    await page.getByRole('dialog').getByRole('button', { name: 'Replace key' }).click();
    const after = await page.getByRole('dialog').locator('.secret code').innerText();
    await page.getByRole('button', { name: 'Close' }).click();
    const shown = await page.locator('.secret code').first().innerText();
    return after !== before && shown === after;
  });
  await check('the key of an earlier file is not shown for a later one', async () => {
    await openAction(page, 'Edit');
    await page.getByRole('dialog').getByLabel('Features').fill('reports, export');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Show key' }).waitFor();
    return (await page.locator('.stack .secret code').count()) === 0;
  });
  await check('why it is refused on another host is explained', () =>
    explainElsewhere({ page, server }),
  );
  await check('it is revoked for good, and its history tells all of it', async () => {
    await page.goBack();
    await confirm(page, 'Revoke', 'Revoke for good');
    await badge(page, 'Revoked');
    const isOver = (await page.getByRole('button', { name: 'Renew' }).count()) === 0;
    const history = page.getByRole('table', { name: 'History' });
    await history.getByText('License revoked').waitFor();
    const text = await history.innerText();
    await photograph(page, 'license-revoked');
    return (
      isOver &&
      ['renewed', 'suspended', 'reinstated', 'transferred'].every((word) => text.includes(word))
    );
  });
}

/** @param {Pick<ConsoleVisit, 'page' | 'server'>} visit */
async function explainElsewhere({ page, server }) {
  const id = page.url().split('/').at(-1) ?? '';
  const file = await fetch(`${server.address}/v1/licenses/${id}/file`, {
    headers: { 'x-api-key': server.secretKey },
  });
  await page.goto(`${server.address}/console/#/explain`);
  await page.getByLabel('License file').fill(await file.text());
  await page.getByLabel('Host').fill('elsewhere.example.org');
  await page.getByRole('button', { name: 'Explain' }).click();
  await page.locator('.checks .failed').first().waitFor();
  const failed = await page.locator('.checks .failed h3').allInnerTexts();
  const passed = (await page.locator('.checks .passed h3').allInnerTexts()).join(' ');
  return failed.length === 1 && /host/i.test(failed[0] ?? '') && /signature/i.test(passed);
}

/** @param {ConsoleVisit} visit */
async function checkOtherKinds({ page, server, check }) {
  await check('a single-user license is bound by its first activation code', async () => {
    await issue(page, server.address, 'single-user', {});
    await openAction(page, 'Activation code');
    await page.getByRole('dialog').getByLabel('Computer id').fill('COMPUTER-1');
    await page.getByRole('dialog').getByRole('button', { name: 'Make code' }).click();
    const code = await page.getByRole('dialog').locator('.secret code').innerText();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('heading', { name: 'COMPUTER-1' }).waitFor();
    const row = page.getByRole('table', { name: 'Activations' });
    await row.getByText('COMPUTER-1').waitFor();
    await row.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('button', { name: 'Revoke activation' }).click();
    await row.getByText('Revoked').waitFor();
    return code.length > 100;
  });
  await check('the seats of a network license show who holds them now', async () => {
    await issue(page, server.address, 'network', { 'Server path': 'C:/Acme', Seats: '3' });
    const id = page.url().split('/').at(-1);
    const lease = { licenseId: id, holder: 'grace@desk', ttlSeconds: 600 };
    await callServer(server, '/v1/leases', lease);
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByRole('table', { name: 'Seats in use' }).getByText('grace@desk').waitFor();
    return page.getByText('1 of 3 taken').isVisible();
  });
  await check('a token license has a serial', async () => {
    await issue(page, server.address, 'token', { Seats: '5' });
    return (await page.locator('.secret code').first().innerText()).length >= 10;
  });
  await check('who registered a token license is forgotten, also one without an identifier', () =>
    forgetHolders({ page, server }),
  );
  await check('the history of a license tells of its activations and holders too', async () => {
    await page.reload();
    const history = page.getByRole('table', { name: 'History' });
    await history.getByText('License created').waitFor();
    const text = await history.innerText();
    return text.includes('Activation created') && text.includes('Holder deleted');
  });
}

/** On the page of a token license. @param {Pick<ConsoleVisit, 'page' | 'server'>} visit */
async function forgetHolders({ page, server }) {
  const serial = await page.locator('.secret code').first().innerText();
  const path = '/token/TokenLicense/generate/tokenlic-registered';
  const holder = { name: 'Grace Hopper', email: 'grace@example.com' };
  for (const uniqueIdentifier of ['device/1 & co', '']) {
    const order = { tokenSerial: serial, programID: 'acme-shop', uniqueIdentifier };
    await callServer(server, path, { ...order, ...holder });
  }
  await page.reload();
  const holders = page.getByRole('table', { name: 'Registered holders' });
  for (const name of ['device/1 & co', 'unbound']) {
    const row = holders.getByRole('row', { name });
    await row.getByRole('button', { name: 'Forget' }).click();
    await row.waitFor({ state: 'detached' });
  }
  return page.getByText('Nobody registered').isVisible();
}

/** @param {ConsoleVisit} visit */
async function checkSerials({ page, server, check, photograph }) {
  await check('serials are made in bulk, and saved without formulas', async () => {
    await page.goto(`${server.address}/console/#/serials`);
    await page.getByLabel('How many').fill('25');
    await page.getByLabel('Holder').fill('=HYPERLINK("http://evil.example")');
    await page.getByRole('button', { name: 'Make serials' }).click();
    await page.getByRole('heading', { name: '25 serials' }).waitFor();
    await photograph(page, 'serials-made');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download CSV' }).click(),
    ]);
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
    return lines.length === 26 && lines.slice(1).every((line) => line.includes(`"'=HYPERLINK`));
  });
}

/** @param {ConsoleVisit} visit */
async function checkImport({ page, server, check, photograph }) {
  const rows = Array.from({ length: 60 }, (_, index) =>
    index % 10 === 9
      ? 'acme-shop,bad..domain,'
      : `acme-shop,import${String(index)}.example.com,Importer ${String(index)}`,
  );
  const run = async (/** @type {string[]} */ lines, /** @type {string} */ outcome, batch = '') => {
    // Away first: only a view that was left begins anew.
    await page.goto(`${server.address}/console/#/`);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.goto(`${server.address}/console/#/import`);
    await page.getByLabel('Batch').fill(batch);
    const buffer = Buffer.from(['product,domain,holder', ...lines].join('\n'));
    await page.setInputFiles('input[type=file]', {
      name: 'sold.csv',
      mimeType: 'text/csv',
      buffer,
    });
    await page.getByRole('button', { name: `Import ${String(lines.length)} licenses` }).click();
    await page.getByText(outcome).waitFor();
  };
  const countImported = async () => {
    const found = await callServer(server, '/v1/licenses?q=import&limit=100');
    return /** @type {{ items: unknown[] }} */ (found).items.length;
  };
  await check('a file is imported, and its refused lines are told by number', async () => {
    await run(rows, '54 imported, 6 refused.');
    await photograph(page, 'imported');
    const lines = await page
      .getByRole('table', { name: 'Refused lines' })
      .locator('tbody td:first-child')
      .allInnerTexts();
    return lines.join() === '11,21,31,41,51,61';
  });
  await check('the same file again imports nothing twice', async () => {
    await run(rows, '54 imported, 6 refused.');
    return (await countImported()) === 54;
  });
  await check('the corrected file imports what was corrected, and nothing twice', async () => {
    const corrected = rows.map((row, index) =>
      row.replace('bad..domain', `import-${String(index)}.example.com`),
    );
    await run([...corrected.slice(30), ...corrected.slice(0, 30)], '60 imported, 0 refused.');
    return (await countImported()) === 60;
  });
  await check('another batch imports the same lines again', async () => {
    await run(rows.slice(0, 5), '5 imported, 0 refused.', 'second');
    return (await countImported()) === 65;
  });
}

/** @param {Page} page @param {string} address @param {string} kind @param {Record<string, string>} fields */
async function issue(page, address, kind, fields) {
  await page.goto(`${address}/console/#/licenses`);
  await page.getByRole('searchbox').waitFor();
  await page.goto(`${address}/console/#/licenses/new?product=acme-shop&kind=${kind}`);
  for (const [label, value] of Object.entries(fields)) {
    await page.getByLabel(label, { exact: true }).fill(value);
  }
  await page.getByRole('button', { name: 'Issue license' }).click();
  await page.getByRole('table', { name: 'History' }).waitFor();
}

/** @param {Page} page @param {string} name */
async function openAction(page, name) {
  await page.locator('.page-actions').getByRole('button', { name, exact: true }).click();
}

/** @param {Page} page @param {string} action @param {string} command */
async function confirm(page, action, command) {
  await openAction(page, action);
  await page.getByRole('dialog').getByRole('button', { name: command }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** @param {Page} page @param {string} text */
async function badge(page, text) {
  await page.locator('.page-header .badge', { hasText: text }).waitFor();
}
