// An application of a customer: Express behind a guard that hears from the server which licenses were revoked. Started by `away.mjs`.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { licenseFile, licenseGate, statusLists } from '../../../express/dist/index.js';

const { LICENSE_FILE = '', ROOT_KEY_FILE = '', LICENSING_SERVER = '' } = process.env;
/** @typedef {import('node:http').RequestListener & { use: (handler: (...args: never[]) => void) => void }} App */
/** The one that the guard is tested with. @type {() => App} */
const express = createRequire(new URL('../../../express/package.json', import.meta.url))('express');

const app = express();
app.use(
  licenseGate({
    product: 'acme-shop',
    license: licenseFile(LICENSE_FILE),
    publicKeys: readFileSync(ROOT_KEY_FILE, 'utf8'),
    statusLists: statusLists({ url: LICENSING_SERVER, pollSeconds: 10 }),
  }),
);
app.use(
  (/** @type {unknown} */ _request, /** @type {import('node:http').ServerResponse} */ response) => {
    response.end('served');
  },
);
const server = createServer(app).listen(0, '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  process.stdout.write(`listens on ${String(port)}\n`);
});
