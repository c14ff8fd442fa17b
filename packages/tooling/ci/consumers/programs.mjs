// What a customer would write, for each framework: the same few lines as an ES module, as CommonJS and as strict TypeScript.

/**
 * @typedef {object} Consumer
 * @property {string} title
 * @property {readonly string[]} packages to install from the registry
 * @property {readonly (readonly [names: string, from: string])[]} imports
 * @property {string} body has to define `listen`, which resolves to a listening node:http server
 * @property {boolean} [skipLibCheck] when the types of the framework itself are not strict
 */

const options = `{
  product: 'acme-shop',
  license: licenseFile('license.dat'),
  publicKeys: readFileSync('root.pem', 'utf8'),
  onEvent: () => undefined,
}`;

/** @param {string} version @returns {Consumer} */
const express = (version) => ({
  title: `Express ${version}`,
  packages: [`express@${version}`, `@types/express@${version.slice(0, 1)}`],
  imports: [
    ['express', 'express'],
    ['{ licenseFile, licenseGate }', '@licet/express'],
  ],
  body: `
const guard = licenseGate(${options});
const listen = () => {
  const app = express();
  app.use(guard);
  app.get('/', (_request, response) => {
    response.send('served');
  });
  return Promise.resolve(app.listen(0, '127.0.0.1'));
};`,
});

/** @param {string} version @returns {Consumer} */
const koa = (version) => ({
  title: `Koa ${version}`,
  packages: [`koa@${version}`, `@types/koa@${version}`],
  imports: [
    ['Koa', 'koa'],
    ['{ licenseFile, licenseGate }', '@licet/koa'],
  ],
  // @types/koa and the newest content-disposition do not agree.
  skipLibCheck: true,
  body: `
const guard = licenseGate(${options});
const listen = () => {
  const app = new Koa();
  app.use(guard);
  app.use((context) => {
    context.body = 'served';
  });
  return Promise.resolve(app.listen(0, '127.0.0.1'));
};`,
});

/** @type {Consumer} */
const fastify = {
  title: 'Fastify 5',
  packages: ['fastify@5'],
  imports: [
    ['{ fastify }', 'fastify'],
    ['{ licenseFile, licenseGate }', '@licet/fastify'],
  ],
  body: `
const listen = async () => {
  const app = fastify();
  await app.register(licenseGate(${options}));
  app.get('/', () => 'served');
  await app.listen({ port: 0, host: '127.0.0.1' });
  return app.server;
};`,
};

/** @param {string} version @returns {Consumer} */
const nest = (version) => ({
  title: `Nest ${version}`,
  packages: [
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
Module({ imports: [LicetModule.forRoot(${options})], controllers: [Page] })(App);
const listen = async () => {
  const app = await NestFactory.create(App, { logger: false });
  await app.listen(0, '127.0.0.1');
  return app.getHttpServer();
};`,
});

/** The guards on every framework that they promise. */
export const consumers = [
  express('4.21'),
  express('5'),
  koa('2'),
  koa('3'),
  fastify,
  nest('11'),
  nest('12'),
];

const CHECK = `
const key = parsePublicKey(readFileSync('root.pem', 'utf8'));
if (!key.ok) throw new Error(key.detail);
for (const part of [coreLicenseFile, createLicetClient, licenseServer]) {
  if (typeof part !== 'function') throw new Error('an export is missing');
}
void listen().then((server) => {
  const askAndEnd = () => {
    const { port } = server.address() AS_ADDRESS;
    const ask = (host AS_STRING) =>
      new Promise AS_STATUS((resolve, reject) => {
        get({ port, host: '127.0.0.1', agent: false, headers: { host } }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        }).on('error', reject);
      });
    void Promise.all(['shop.test', 'other.test'].map(ask)).then((statuses) => {
      if (statuses.join() !== '200,403') throw new Error('answered ' + statuses.join());
      console.log('served and refused');
      process.exit(0);
    });
  };
  if (server.listening) askAndEnd();
  else server.once('listening', askAndEnd);
});
`;

/** @type {Consumer['imports']} */
const commonImports = [
  ['{ readFileSync }', 'node:fs'],
  ['{ get }', 'node:http'],
  ['{ parsePublicKey }', '@licet/core'],
  ['{ licenseFile: coreLicenseFile }', '@licet/core/node'],
  ['{ createLicetClient, licenseServer }', '@licet/client'],
];

/** @param {Consumer} consumer @returns {Record<string, string>} the files of a project */
export function programsOf({ imports, body, skipLibCheck = false }) {
  const all = [...commonImports, ...imports];
  const esImports = all
    .map(([names, from]) => `import ${names.replace(': ', ' as ')} from '${from}';`)
    .join('\n');
  const requires = all.map(([names, from]) => `const ${names} = require('${from}');`).join('\n');
  const cjsTypes = esImports.replaceAll(
    /^import (\w+) from ('\w+');$/gm,
    'import $1 = require($2);',
  );
  const plain = (body + CHECK)
    .replace(' AS_ADDRESS', '')
    .replace(' AS_STRING', '')
    .replace(' AS_STATUS', '');
  const typed = (body + CHECK)
    .replace('AS_ADDRESS', "as import('node:net').AddressInfo")
    .replace(' AS_STRING', ': string')
    .replace(' AS_STATUS', '<number | undefined>');
  return {
    'main.mjs': `${esImports}\n${plain}`,
    'main.cjs': `${requires}\n${plain}`,
    'main.mts': `${esImports}\n${typed}`,
    'main.cts': `${cjsTypes}\n${typed}`,
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
