// An application of a customer: Express behind a guard that hears from the server which licenses were revoked. Started by `away.mjs`.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { licenseFile, licenseGate, statusLists } from '../../../express/dist/index.js';

const { LICENSE_FILE = '', ROOT_KEY_FILE = '', LICENSING_SERVER = '' } = process.env;
/** The one that the guard is tested with. @type {() => any} */
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
app.get('/', (/** @type {unknown} */ _request, /** @type {any} */ response) => {
  response.send('served');
});
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listens on ${String(server.address().port)}\n`);
});
