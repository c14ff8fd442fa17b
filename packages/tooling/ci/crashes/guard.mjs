import { mkdtempSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askFor } from './ask.mjs';
import { removeAtExit, startChild } from './children.mjs';
import { waitUntil } from './wait-until.mjs';

const program = fileURLToPath(new URL('guarded-app.mjs', import.meta.url));
const START_TIMEOUT_MS = 30_000;
const ANSWER_TIMEOUT_MS = 5000;

/**
 * @typedef {object} Guarded an Express application of its own process, with a license of that server
 * @property {() => Promise<boolean>} isRight its host is served and another refused, now
 * @property {() => boolean} isRunning
 * @property {() => Promise<void>} stop
 */

/** @param {string} address @param {string} apiKey @param {string} licenseId for `shop.example.com` @returns {Promise<Guarded>} */
export async function startGuarded(address, apiKey, licenseId) {
  const folder = removeAtExit(mkdtempSync(join(tmpdir(), 'licet-guarded-')));
  const file = await fetch(`${address}/v1/licenses/${licenseId}/file`, {
    headers: { 'x-api-key': apiKey },
  });
  const { items } = await askFor(address, apiKey, { path: '/v1/signing-keys' });
  const root = items.find(({ use }) => use === 'root');
  const files = { license: join(folder, 'license.dat'), root: join(folder, 'root.pem') };
  writeFileSync(files.license, await file.text());
  writeFileSync(files.root, root?.pem ?? '');
  const child = startChild([program], {
    LICENSE_FILE: files.license,
    ROOT_KEY_FILE: files.root,
    LICENSING_SERVER: address,
  });
  const port = Number(await child.prints(/listens on (\d+)/, START_TIMEOUT_MS));
  const isRight = async () =>
    (await statusFor(port, 'shop.example.com')) === 200 &&
    (await statusFor(port, 'other.test')) === 403;
  await waitUntil('the guard is at work', START_TIMEOUT_MS, isRight);
  return {
    isRight,
    isRunning: child.isRunning,
    stop: async () => {
      child.signal('SIGTERM');
      await child.ended;
    },
  };
}

/** @param {number} port @param {string} host @returns {Promise<number | undefined>} undefined without an answer in time */
function statusFor(port, host) {
  return new Promise((resolve) => {
    const options = { port, host: '127.0.0.1', agent: false, headers: { host } };
    const request = get({ ...options, timeout: ANSWER_TIMEOUT_MS }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
  });
}
