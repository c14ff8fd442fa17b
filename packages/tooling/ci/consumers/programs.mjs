// What a customer or a vendor would write with each package: the same few lines as an ES module, as CommonJS and as strict TypeScript.
// In the lines, `/*: string*/` and the like are types: the TypeScript has them, the JavaScript has comments.

import { clientApi, clientLicense } from './client-programs.mjs';
import { BARE_SERVER, guarded, OPTIONS, SERVE_GATE } from './guarded.mjs';

/** @typedef {import('./guarded.mjs').Consumer} Consumer */

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
${SERVE_GATE}
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
