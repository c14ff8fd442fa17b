import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { licenseFile, licenseGate } from '@licet/express';
import express from 'express';

const { PORT = '3000', LICET_PRODUCT = '', LICET_TRUSTED_PROXIES = '' } = process.env;
const { LICET_LICENSE = 'license.dat', LICET_PUBLIC_KEY = 'root.pem' } = process.env;

const license = licenseGate({
  product: LICET_PRODUCT,
  license: licenseFile(LICET_LICENSE),
  publicKeys: readFileSync(LICET_PUBLIC_KEY, 'utf8'),
  trustedProxies: LICET_TRUSTED_PROXIES.match(/[^,\s]+/g) ?? [],
});

const app = express();
app.use(license);
app.use((_request, response) => {
  response.type('text').send('licensed');
});

const server = app.listen(Number(PORT), () => {
  console.log(`listening ${String((server.address() as AddressInfo).port)}`);
});
