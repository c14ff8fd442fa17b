import { callServer } from '../server/call-server.mjs';
import { startFreshServer } from '../server/start-fresh-server.mjs';

/**
 * What the client is tried with: the real server, as it was built, with one product and one license.
 *
 * @typedef {import('../server/start-fresh-server.mjs').FreshServer & { rootPem: string }} VendorServer
 */

/** @param {{ product: string, domain: string, domainKey: string }} order @returns {Promise<VendorServer>} */
export async function openVendorServer({ product, domain, domainKey }) {
  const server = await startFreshServer();
  try {
    await callServer(server, '/v1/products', { code: product, name: 'Acme Shop' });
    const order = { scriptname: product, domainname: domain, domainkey: domainKey };
    await callServer(server, '/gen/LicenseGen/generate/domainlic', order);
    const { items } = /** @type {{ items: { use: string, pem: string }[] }} */ (
      await callServer(server, '/v1/signing-keys')
    );
    return { ...server, rootPem: items.find(({ use }) => use === 'root')?.pem ?? '' };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
