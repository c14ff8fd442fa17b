/** @typedef {import('playwright-core').Page} Page */

const user = { name: 'Ada Lovelace', email: 'ada@example.com' };
const password = 'correct horse battery staple';

/** Follows the link of the first start and becomes the first user. @param {Page} page @param {string} link */
export async function becomeFirstUser(page, link) {
  await page.goto(link);
  await page.getByLabel('Your name').fill(user.name);
  await page.getByLabel('E-mail').fill(user.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Open the console' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
}

/** Signs in on the page at hand. @param {Page} page @param {string} [secret] */
async function signIn(page, secret = password) {
  await page.getByLabel('E-mail').fill(user.email);
  await page.getByLabel('Password').fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** @typedef {import('../browser/visit.mjs').Visit} Visit */

/** @typedef {Visit & import('../browser/open-browser.mjs').WatchedPage} ConsoleVisit what is checked by somebody who is signed in */

/** Who gets in, and out again. @param {ConsoleVisit} visit */
export async function checkSignIn({ page, server, check, photograph }) {
  const home = `${server.address}/console/`;
  await check('the link of the first start makes a user, who is signed in', async () => {
    await page.goto(server.consoleLink);
    await page.getByLabel('Password').waitFor();
    await photograph(page, 'welcome');
    await becomeFirstUser(page, server.consoleLink);
    return page.url() === `${home}#/`;
  });
  await check('signing out leads to the sign-in, and a wrong password says so', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to Licet' }).waitFor();
    await photograph(page, 'sign-in');
    const response = page.waitForResponse(/sign-in$/);
    await signIn(page, 'not the password');
    const status = (await response).status();
    return status === 401 && (await page.getByRole('alert').innerText()).includes('do not match');
  });
  await check('signing in leads back, and survives a reload', async () => {
    await signIn(page);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    return true;
  });
  await check('the link works once', async () => {
    const token = server.consoleLink.split('/').at(-1);
    const response = await fetch(`${server.address}/console/api/accept-invitation`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, password, name: 'X', email: 'x@example.com' }),
    });
    return response.status === 404;
  });
}
