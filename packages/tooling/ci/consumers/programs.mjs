// What a customer or a vendor would write with each package: the same few lines as an ES module, as CommonJS and as strict TypeScript.
// In the lines, `/*: string*/` and the like are types: the TypeScript has them, the JavaScript has comments.

/**
 * @typedef {object} Consumer
 * @property {string} title
 * @property {readonly string[]} packages all that is installed, each with what it depends on
 * @property {readonly (readonly [names: string, from: string])[]} imports
 * @property {string} body
 * @property {string} [prints] what it has to print
 * @property {boolean} [skipLibCheck] when the types of the framework itself are not strict
 */

/** @type {Consumer['imports']} */
const NODE = [
  ['{ once }', 'node:events'],
  ['{ readFileSync }', 'node:fs'],
  ['{ createServer, get }', 'node:http'],
];

const OPTIONS = `{
  product: 'acme-shop',
  license: licenseFile('license.dat'),
  publicKeys: readFileSync('root.pem', 'utf8'),
  onEvent: () => undefined,
}`;

/** Asks what `start` has started for two hosts, stops it, and leaves it to Node to find that nothing is left to do. */
const ASK = `
const main = async () => {
  const { server, stop } = await start();
  if (!server.listening) await once(server, 'listening');
  const { port } = server.address() /*as import('node:net').AddressInfo*/;
  const ask = (host/*: string*/) =>
    new Promise/*<number | undefined>*/((resolve, reject) => {
      get({ port, host: '127.0.0.1', agent: false, headers: { host } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).on('error', reject);
    });
  const statuses = await Promise.all(['shop.example.com', 'other.test'].map(ask));
  await stop();
  if (statuses.join() !== '200,403') throw new Error('answered ' + statuses.join());
  console.log('served and refused');
};
void main();
`;

/** @param {Consumer} consumer @returns {Consumer} */
const guarded = ({ imports, body, ...consumer }) => ({
  ...consumer,
  imports: [...NODE, ...imports],
  body: body + ASK,
  prints: 'served and refused\n',
});

/** A server without a framework, around a gate. */
const BARE_SERVER = `
const serve = (gate/*: Gate*/) =>
  createServer((request, response) => {
    const decision = gate.check({
      rawHeaders: request.rawHeaders,
      url: request.url ?? '',
      method: request.method ?? '',
      remoteAddress: request.socket.remoteAddress,
      localAddress: request.socket.localAddress,
    });
    if (decision.allowed) {
      response.end(decision.access.host);
      return;
    }
    const { status, headers, body } = toRefusal(decision, request.headers.accept);
    response.writeHead(status, headers).end(body);
  }).listen(0, '127.0.0.1');
`;

const core = guarded({
  title: 'core',
  packages: ['@licet/core'],
  imports: [
    ['{ createGate, toRefusal/*, type Gate*/ }', '@licet/core'],
    ['{ licenseFile }', '@licet/core/node'],
  ],
  body: `${BARE_SERVER}
const start = () => {
  const gate = createGate(${OPTIONS});
  const server = serve(gate);
  const stop = () => {
    gate.close();
    server.close();
  };
  return { server, stop };
};`,
});

/** @param {string} version */
const express = (version) =>
  guarded({
    title: `Express ${version}`,
    packages: ['@licet/express', `express@${version}`, `@types/express@${version.slice(0, 1)}`],
    imports: [
      ['express', 'express'],
      ['{ licenseFile, licenseGate }', '@licet/express'],
    ],
    body: `
const start = () => {
  const guard = licenseGate(${OPTIONS});
  const app = express();
  app.use(guard);
  app.get('/', (_request, response) => {
    response.send('served');
  });
  const server = app.listen(0, '127.0.0.1');
  const stop = () => {
    guard.close();
    server.close();
  };
  return { server, stop };
};`,
  });

/** @param {string} version */
const koa = (version) =>
  guarded({
    title: `Koa ${version}`,
    packages: ['@licet/koa', `koa@${version}`, `@types/koa@${version}`],
    imports: [
      ['Koa', 'koa'],
      ['{ licenseFile, licenseGate }', '@licet/koa'],
    ],
    // @types/koa and the newest content-disposition do not agree.
    skipLibCheck: true,
    body: `
const start = () => {
  const guard = licenseGate(${OPTIONS});
  const app = new Koa();
  app.use(guard);
  app.use((context) => {
    context.body = 'served';
  });
  const server = app.listen(0, '127.0.0.1');
  const stop = () => {
    guard.close();
    server.close();
  };
  return { server, stop };
};`,
  });

const fastify = guarded({
  title: 'Fastify 5',
  packages: ['@licet/fastify', 'fastify@5'],
  imports: [
    ['{ fastify }', 'fastify'],
    ['{ licenseFile, licenseGate }', '@licet/fastify'],
  ],
  body: `
const start = async () => {
  const app = fastify();
  await app.register(licenseGate(${OPTIONS}));
  app.get('/', () => 'served');
  await app.listen({ port: 0, host: '127.0.0.1' });
  return { server: app.server, stop: () => app.close() };
};`,
});

/** @param {string} version */
const nest = (version) =>
  guarded({
    title: `Nest ${version}`,
    packages: [
      '@licet/nestjs',
      ...['common', 'core', 'platform-express'].map((name) => `@nestjs/${name}@${version}`),
      'reflect-metadata@0.2',
      'rxjs@7',
    ],
    imports: [
      ['{ Controller, Get, Module }', '@nestjs/common'],
      ['{ NestFactory }', '@nestjs/core'],
      ['{ LicetModule, licenseFile }', '@licet/nestjs'],
    ],
    skipLibCheck: true,
    body: `
class Page {
  show() {
    return 'served';
  }
}
Get()(Page.prototype, 'show', Object.getOwnPropertyDescriptor(Page.prototype, 'show') ?? {});
Controller()(Page);
class App {}
Module({ imports: [LicetModule.forRoot(${OPTIONS})], controllers: [Page] })(App);
const start = async () => {
  const app = await NestFactory.create(App, { logger: false });
  await app.listen(0, '127.0.0.1');
  return { server: app.getHttpServer() /*as import('node:http').Server*/, stop: () => app.close() };
};`,
  });

const SETTINGS = `
const { url, clientKey, adminKey, domainKey, rootPem } = JSON.parse(
  readFileSync('server.json', 'utf8'),
) /*as Record<'url' | 'clientKey' | 'adminKey' | 'domainKey' | 'rootPem', string>*/;
`;

const clientLicense = guarded({
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
  const server = serve(gate);
  const stop = () => {
    gate.close();
    server.close();
  };
  return { server, stop };
};`,
});

/** @type {Consumer} */
const clientApi = {
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

/** Makes the keys and the license that everything else here is tried with; the check verifies what it prints. @type {Consumer} */
export const issuer = {
  title: 'issuer',
  packages: ['@licet/issuer'],
  imports: [
    [
      '{ certifyLeaf, createSigningLanes, exportPublicKey, generateSigningKey, newDocumentId, newIssuerId, newLicenseId, parseLicensedDomain, signLicense }',
      '@licet/issuer',
    ],
  ],
  body: `
const main = async () => {
  const lanes = createSigningLanes();
  const [root, key] = [await generateSigningKey(), await generateSigningKey()];
  const [iss, iat] = [newIssuerId(), Math.floor(Date.now() / 1000)];
  const period = { issuedAt: iat, notBefore: iat, expiresAt: iat + 86_400 };
  const statement = await certifyLeaf(
    { root, leaf: key.publicKey, issuer: iss, use: 'license', ...period },
    lanes,
  );
  const domain = parseLicensedDomain('shop.example.com');
  if (!domain.ok) throw new Error(domain.detail);
  const [sub, jti] = [newLicenseId(), newDocumentId()];
  const license = await signLicense(
    'domain-license',
    { v: 1, iss, sub, jti, gen: 1, iat, product: 'acme-shop', domains: [domain.entry] },
    { key, statement },
    lanes,
  );
  console.log(JSON.stringify({ license, rootPem: exportPublicKey(root.publicKey).pem }));
};
void main();
`,
};

/** Everybody else, on every framework that the packages promise. */
export const consumers = [
  core,
  express('4.21'),
  express('5'),
  koa('2'),
  koa('3'),
  fastify,
  nest('11'),
  nest('12'),
  clientLicense,
  clientApi,
];

/** @param {Consumer} consumer @returns {Record<string, string>} the files of a project */
export function programsOf({ imports, body, skipLibCheck = false }) {
  const esImports = imports.map(([names, from]) => `import ${names} from '${from}';\n`).join('');
  const requires = imports
    .map(([names, from]) => `const ${names} = require('${from}');\n`)
    .join('');
  const cjsImports = esImports.replaceAll(
    /^import (\w+) from ('\w+');$/gm,
    'import $1 = require($2);',
  );
  return {
    'main.mjs': esImports + body,
    'main.cjs': requires + body,
    'main.mts': withTypes(esImports + body),
    'main.cts': withTypes(cjsImports + body),
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck,
        noEmit: true,
        target: 'ES2022',
        module: 'NodeNext',
        types: ['node'],
      },
      files: ['main.mts', 'main.cts'],
    }),
  };
}

/** @param {string} program */
const withTypes = (program) => program.replaceAll(/\/\*(.*?)\*\//g, '$1');
