import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { licenseFile, licenseGate } from '@licet/fastify';
import { fastify } from 'fastify';

const { PORT = '3000', LICET_PRODUCT = '', LICET_TRUSTED_PROXIES = '' } = process.env;
const { LICET_LICENSE = 'license.dat', LICET_PUBLIC_KEY = 'root.pem' } = process.env;

const license = licenseGate({
  product: LICET_PRODUCT,
  license: licenseFile(LICET_LICENSE),
  publicKeys: readFileSync(LICET_PUBLIC_KEY, 'utf8'),
  trustedProxies: LICET_TRUSTED_PROXIES.match(/[^,\s]+/g) ?? [],
});

// One page, whatever the target is and whether or not it can be decoded; the guard knows what was sent.
const app = fastify({ rewriteUrl: () => '/' });
await app.register(license);
app.addHook('onRequest', (_request, reply) => {
  void reply.type('text/plain').send('licensed');
});

await app.listen({ port: Number(PORT) });
console.log(`listening ${String((app.server.address() as AddressInfo).port)}`);
