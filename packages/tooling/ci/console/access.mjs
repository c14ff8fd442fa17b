/** @typedef {import('./sign-in.mjs').ConsoleVisit} ConsoleVisit */

/** Keys, settings, sessions and people. @param {ConsoleVisit} visit */
export async function checkAccess({ browser, page, server, check, photograph }) {
  const open = (/** @type {string} */ way) => page.goto(`${server.address}/console/#/${way}`);
  const dialog = page.getByRole('dialog');
  const close = () => page.getByRole('button', { name: 'Close' }).click();

  await check('an API key is shown once, works, and is revoked', async () => {
    await open('api-keys');
    await page.getByRole('button', { name: 'New key' }).click();
    await dialog.getByLabel('Name').fill('Web shop');
    await dialog.getByRole('button', { name: 'Create key' }).click();
    const key = await dialog.locator('.secret code').innerText();
    await photograph(page, 'api-key-made');
    await close();
    const ask = async () =>
      (await fetch(`${server.address}/v1/licenses`, { headers: { 'x-api-key': key } })).status;
    const before = await ask();
    const row = page.getByRole('row', { name: /Web shop/ });
    await row.getByRole('button', { name: 'Revoke' }).click();
    await dialog.getByRole('button', { name: 'Revoke key' }).click();
    await row.getByText('Revoked').waitFor();
    return before === 200 && (await ask()) === 401;
  });
  await check('a token setting is made, changed, given a new secret and deleted', async () => {
    await open('token-settings');
    await page.getByRole('button', { name: 'New setting' }).first().click();
    await dialog.getByLabel('Issuer').fill('https://licenses.example.com');
    await dialog.getByLabel('Audience').fill('acme-shop');
    await dialog.getByLabel('Name').fill('Players');
    await dialog.getByRole('button', { name: 'Create setting' }).click();
    const first = await dialog.locator('.secret code').innerText();
    await close();
    const row = page.getByRole('row', { name: /Players/ });
    await row.getByRole('button', { name: 'Edit' }).click();
    await dialog.getByLabel('Seconds that a token lasts').fill('7200');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await row.getByText('2 hours').waitFor();
    await row.getByRole('button', { name: 'New secret' }).click();
    await dialog.getByRole('button', { name: 'Make new secret' }).click();
    const second = await dialog.locator('.secret code').innerText();
    await close();
    await row.getByRole('button', { name: 'Delete' }).click();
    await dialog.getByRole('button', { name: 'Delete setting' }).click();
    await row.waitFor({ state: 'detached' });
    return first !== second;
  });
  await check('a signing key is replaced', async () => {
    await open('signing-keys');
    await page.getByRole('button', { name: 'Rotate for license files' }).click();
    await dialog.getByRole('button', { name: 'Rotate' }).click();
    await page.getByText('Retired').waitFor();
    return (await page.getByText('Active').count()) === 3;
  });
  await check('a stolen signing key is ended', async () => {
    const row = page.getByRole('row', { name: /Retired/ });
    await row.getByRole('button', { name: 'Stolen' }).click();
    await dialog.getByRole('button', { name: 'Declare it stolen' }).click();
    await page.getByText('Burnt').waitFor();
    return (await page.getByRole('button', { name: 'Stolen' }).count()) === 2;
  });
  await check('somebody is invited, seen, and removed', async () => {
    await open('account');
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    const link = await dialog.locator('.secret code').innerText();
    await close();
    const context = await browser.newContext();
    const guest = await context.newPage();
    await guest.goto(link);
    await guest.getByLabel('Your name').fill('Grace Hopper');
    await guest.getByLabel('E-mail').fill('grace@example.com');
    await guest.getByLabel('Password').fill('another good password');
    await guest.getByRole('button', { name: 'Open the console' }).click();
    await guest.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.reload();
    await page
      .getByRole('row', { name: /Grace Hopper/ })
      .getByRole('button', { name: 'Remove' })
      .click();
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('row', { name: /Grace Hopper/ }).waitFor({ state: 'detached' });
    await guest.getByRole('link', { name: 'Products' }).click();
    await guest.getByRole('heading', { name: 'Sign in to Licet' }).waitFor();
    await context.close();
    return true;
  });
}
