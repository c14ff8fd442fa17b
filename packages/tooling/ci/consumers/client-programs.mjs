import { BARE_SERVER, guarded, NODE, SERVE_GATE } from './guarded.mjs';

/** @typedef {import('./guarded.mjs').Consumer} Consumer */

const SETTINGS = `
const { url, clientKey, adminKey, domainKey, rootPem } = JSON.parse(
  readFileSync('server.json', 'utf8'),
) /*as Record<'url' | 'clientKey' | 'adminKey' | 'domainKey' | 'rootPem', string>*/;
`;

export const clientLicense = guarded({
  title: 'client, a license that keeps itself fresh',
  packages: ['@licet/client', '@licet/core'],
  imports: [
    ['{ licenseServer }', '@licet/client'],
    ['{ createGate, toRefusal/*, type Gate*/ }', '@licet/core'],
  ],
  body: `${SETTINGS}${BARE_SERVER}
const start = async () => {
  const license = licenseServer({
    url,
    apiKey: clientKey,
    product: 'acme-shop',
    domain: 'shop.example.com',
    domainKey,
    cacheFile: 'cached.dat',
  });
  const gate = createGate({
    product: 'acme-shop',
    license,
    publicKeys: rootPem,
    onEvent: () => undefined,
  });
  const outcome = await license.refresh();
  if (!outcome.ok) throw new Error(outcome.detail);
${SERVE_GATE}
};`,
});

/** @type {Consumer} */
export const clientApi = {
  title: 'client, the API',
  packages: ['@licet/client'],
  imports: [...NODE.slice(1, 2), ['{ createLicetClient }', '@licet/client']],
  body: `${SETTINGS}
const main = async () => {
  const licet = createLicetClient({ baseUrl: url, apiKey: adminKey });
  const page = await licet.get('/v1/products');
  if (!page.ok) throw new Error(page.problem.detail);
  const unknown = await licet.get('/v1/products/{code}', { params: { code: 'unknown' } });
  const stranger = createLicetClient({ baseUrl: url, apiKey: 'nobody' });
  const refused = await stranger.get('/v1/products');
  console.log(
    page.data.items.map(({ code }) => code).join(),
    unknown.ok || unknown.problem.status,
    refused.ok || refused.problem.code,
  );
};
void main();
`,
  prints: 'acme-shop 404 unauthorized\n',
};
