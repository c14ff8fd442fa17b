import { readFile } from 'node:fs/promises';
import { openWatchedPage } from '../browser/open-browser.mjs';
import { isEmpty } from '../browser/visit.mjs';
import { openProjects } from '../packed/projects.mjs';
import { startFreshServer } from '../server/start-fresh-server.mjs';
import { applications, askAs, startApplication } from './new-application.mjs';
import { becomeFirstUser } from './sign-in.mjs';

/** @typedef {import('../browser/visit.mjs').Visit} Visit */
/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../packed/projects.mjs').Projects} Projects */

const mostSeconds = 300;

/**
 * The path of somebody who knows nothing, from an empty folder to a guarded application, by what the screen says alone. The packages are packed
 * before: they come from the registry then.
 *
 * @param {Visit} visit
 */
export async function checkNewUser({ browser, check, photograph }) {
  const projects = await openProjects();
  const { step, total } = createSteps();
  const server = await step('start the server', startFreshServer);
  try {
    const { page, faults } = await openWatchedPage(browser, server.address);
    page.setDefaultTimeout(15_000);
    await check('a new user gets from an empty folder to a guarded application', async () => {
      await step('become the first user', () => becomeFirstUser(page, server.consoleLink));
      await step('create a product', () => createProduct(page));
      await step('issue a license', () => issueLicense(page));
      await photograph(page, 'new-user-license');
      const license = await step('download its file', () => download(page, 'Download file'));
      const { install, code } = await readInstructions(page, 'express');
      const path = projects.create('express', { 'license.dat': license, 'package.json': '{}' });
      await step('install the guard', () => run(projects, install, path));
      const isGuarded = await step('start the application, and ask it', () =>
        isGuardedBy(projects, { name: 'express', path, code }),
      );
      return isGuarded && total() < mostSeconds;
    });
    await check('the public key that is downloaded is the one in the code', async () => {
      const { code } = await readInstructions(page, 'express');
      const key = await download(page, 'Download public key');
      return key.startsWith('-----BEGIN PUBLIC KEY-----') && code.includes(key.trim());
    });
    const license = await download(page, 'Download file');
    for (const name of /** @type {const} */ (['fastify', 'koa', 'nestjs'])) {
      await check(`the code for ${name} guards as well`, async () => {
        const { install, code } = await readInstructions(page, name);
        const path = projects.create(name, { 'license.dat': license, 'package.json': '{}' });
        await run(projects, install, path);
        return isGuardedBy(projects, { name, path, code });
      });
    }
    await check('the way there gives the browser nothing to complain about', () => isEmpty(faults));
    await page.context().close();
  } finally {
    await server.stop();
    projects.close();
  }
}

/** Times what is done one after the other, and tells each time. */
function createSteps() {
  let sum = 0;
  return {
    total: () => sum,
    /** @template T @param {string} name @param {() => Promise<T>} work @returns {Promise<T>} */
    step: async (name, work) => {
      const begin = performance.now();
      const result = await work();
      const seconds = (performance.now() - begin) / 1000;
      sum += seconds;
      process.stdout.write(`        ${seconds.toFixed(1).padStart(5)} s  ${name}\n`);
      return result;
    },
  };
}

/** @param {Page} page */
async function createProduct(page) {
  await page.getByRole('link', { name: 'Create a product' }).click();
  await page.getByRole('button', { name: 'New product' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Code').fill('my-shop');
  await dialog.getByLabel('Name').fill('My Shop');
  await dialog.getByRole('button', { name: 'Create product' }).click();
  await page.getByRole('heading', { name: 'My Shop' }).waitFor();
}

/** @param {Page} page */
async function issueLicense(page) {
  await page.getByRole('link', { name: 'Issue a license' }).click();
  await page.getByLabel('Domain', { exact: true }).fill('shop.example.com');
  await page.getByRole('button', { name: 'Issue license' }).click();
  await page.getByLabel('Code of the application').waitFor();
}

/** @param {Page} page @param {string} button */
async function download(page, button) {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return readFile(await file.path(), 'utf8');
}

/** What the page of a license says about an application. @param {Page} page @param {string} framework */
async function readInstructions(page, framework) {
  await page.getByLabel('Framework').selectOption(framework);
  const install = page.locator('.use-it .secret code').first();
  const code = page.getByLabel('Code of the application');
  return { install: await install.innerText(), code: await code.innerText() };
}

/** Runs a command as it stands on the screen. @param {Projects} projects @param {string} command @param {string} path */
async function run(projects, command, path) {
  const [program = '', ...args] = command.split(' ');
  await projects.run(program, args, path);
}

/**
 * Whether the application serves the host of the license and refuses another one.
 *
 * @param {Projects} projects
 * @param {{ name: keyof typeof applications, path: string, code: string }} guarded
 */
async function isGuardedBy(projects, { name, path, code }) {
  const { needs = [], complete } = applications[name];
  if (needs.length > 0) await projects.install(path, ...needs);
  const application = await startApplication(path, complete(code));
  try {
    const served = await askAs('shop.example.com', application.port);
    const refused = await askAs('shop.example.org', application.port);
    const outcome = `${String(served.status)} ${served.text}, ${String(refused.status)}`;
    if (outcome !== '200 Served, 403') throw new Error(outcome);
    return true;
  } finally {
    await application.stop();
  }
}
