// Run with `node packages/tooling/run.mjs script packages/tooling/ci/consumers.mjs`. It packs @licet/core and
// @licet/express as they would be published, installs the archives into fresh projects with npm, and runs there what
// a customer would write: as an ES module and as CommonJS, on every Node and Express that the packages promise, and
// once through a strict TypeScript.

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  certifyLeaf,
  createSigningLanes,
  exportPublicKey,
  generateSigningKey,
  newDocumentId,
  newIssuerId,
  newLicenseId,
  signDomainLicense,
} from '../../issuer/dist/index.js';
import { ROOT } from '../bootstrap/paths.mjs';
import { createTally } from '../checks/tally.mjs';

const NODES = ['20.19.0', '22.23.3', '24.21.0'];
const EXPRESSES = ['4.21', '5'];
const COMMAND_TIMEOUT_MS = 300_000;

const folder = mkdtempSync(join(tmpdir(), 'licet-consumers-'));
const runFile = promisify(execFile);
const { check, finish } = createTally();

/** @param {string} file @param {readonly string[]} args @param {string} cwd */
const run = (file, args, cwd) => runFile(file, args, { cwd, timeout: COMMAND_TIMEOUT_MS });

/** @param {string} cwd @param {readonly string[]} packages */
const npmInstall = (cwd, packages) =>
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...packages], cwd);

/** @param {string} name @param {Record<string, string>} files */
function createProject(name, files) {
  const path = join(folder, name);
  mkdirSync(path);
  const manifest = JSON.stringify({ name: 'consumer', private: true });
  for (const [file, text] of Object.entries({ 'package.json': manifest, ...files })) {
    writeFileSync(join(path, file), text);
  }
  return path;
}

async function packArchives() {
  const archives = join(folder, 'archives');
  mkdirSync(archives);
  for (const name of ['core', 'express']) {
    await run('pnpm', ['pack', '--pack-destination', archives], join(ROOT, 'packages', name));
  }
  return readdirSync(archives).map((name) => join(archives, name));
}

/** One program per Node version. */
async function installNodes() {
  const path = createProject('nodes', {});
  const from = `node-linux-${process.arch}`;
  await npmInstall(
    path,
    NODES.map((version) => `node-${version}@npm:${from}@${version}`),
  );
  return NODES.map((version) => ({
    version,
    file: join(path, 'node_modules', `node-${version}`, 'bin', 'node'),
  }));
}

async function issueLicense() {
  const lanes = createSigningLanes();
  const [root, key] = [await generateSigningKey(), await generateSigningKey()];
  const [issuer, issuedAt] = [newIssuerId(), Math.floor(Date.now() / 1000)];
  const statement = await certifyLeaf(
    {
      root,
      leaf: key.publicKey,
      issuer,
      use: 'license',
      issuedAt,
      notBefore: issuedAt,
      expiresAt: issuedAt + 86_400,
    },
    lanes,
  );
  const license = await signDomainLicense(
    {
      v: 1,
      iss: issuer,
      sub: newLicenseId(),
      jti: newDocumentId(),
      gen: 1,
      iat: issuedAt,
      product: 'acme-shop',
      domains: [{ name: 'shop.test', scope: 'host' }],
    },
    { key, statement },
    lanes,
  );
  return { 'license.dat': license, 'root.pem': exportPublicKey(root.publicKey).pem };
}

const BODY = `
const rootKey = readFileSync('root.pem', 'utf8');
const key = parsePublicKey(rootKey);
if (!key.ok) throw new Error(key.detail);
if (typeof coreLicenseFile !== 'function') throw new Error('no licenseFile in core');

const guard = licenseGate({
  product: 'acme-shop',
  license: licenseFile('license.dat'),
  publicKeys: rootKey,
  onEvent: () => undefined,
});
const app = express();
app.use(guard);
app.get('/', (_request, response) => {
  response.send('served');
});

const server = app.listen(0, '127.0.0.1', () => {
  const { port } = server.address() AS_ADDRESS;
  const ask = (host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      get({ port, host: '127.0.0.1', agent: false, headers: { host } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).on('error', reject);
    });
  void Promise.all(['shop.test', 'other.test'].map(ask)).then((statuses) => {
    guard.close();
    server.close();
    if (statuses.join() !== '200,403') throw new Error('answered ' + statuses.join());
    console.log('served and refused');
  });
});
`;

const IMPORTS = [
  ['{ readFileSync }', 'node:fs'],
  ['{ get }', 'node:http'],
  ['express', 'express'],
  ['{ parsePublicKey }', '@licet/core'],
  ['{ licenseFile: coreLicenseFile }', '@licet/core/node'],
  ['{ licenseFile, licenseGate }', '@licet/express'],
];

const esImports = IMPORTS.map(
  ([names, from]) => `import ${names?.replace(': ', ' as ') ?? ''} from '${from ?? ''}';`,
).join('\n');
const requires = IMPORTS.map(([names, from]) => `const ${names} = require('${from}');`).join('\n');

const plainBody = BODY.replace(' AS_ADDRESS', '')
  .replace('host: string', 'host')
  .replace('<number | undefined>', '');
const typedBody = BODY.replace('AS_ADDRESS', "as import('node:net').AddressInfo");

const tsconfig = JSON.stringify({
  compilerOptions: {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
    target: 'ES2022',
    module: 'NodeNext',
    types: ['node'],
  },
  files: ['main.mts', 'main.cts'],
});

/** @param {Record<string, string>} documents @param {readonly string[]} archives */
async function createConsumers(documents, archives) {
  return Promise.all(
    EXPRESSES.map(async (version) => {
      const path = createProject(`express-${version}`, {
        ...documents,
        'main.mjs': `${esImports}\n${plainBody}`,
        'main.cjs': `${requires}\n${plainBody}`,
        'main.mts': `${esImports}\n${typedBody}`,
        'main.cts': `${esImports.replace("import express from 'express'", "import express = require('express')")}\n${typedBody}`,
        'tsconfig.json': tsconfig,
      });
      const types = [`@types/express@${version.slice(0, 1)}`, '@types/node@20'];
      await npmInstall(path, [...archives, `express@${version}`, ...types]);
      return { version, path };
    }),
  );
}

async function checkAll() {
  const [archives, nodes, documents] = await Promise.all([
    packArchives(),
    installNodes(),
    issueLicense(),
  ]);
  const compiler = join(ROOT, 'node_modules', 'typescript', 'lib', 'tsc.js');
  for (const { version, path } of await createConsumers(documents, archives)) {
    const title = `Express ${version}`;
    await check(`${title}, strict TypeScript`, async () => {
      await run(process.execPath, [compiler], path);
      return true;
    });
    for (const node of nodes) {
      for (const file of ['main.mjs', 'main.cjs']) {
        await check(`${title}, Node ${node.version}, ${file}`, async () => {
          const { stdout } = await run(node.file, [file], path);
          return stdout === 'served and refused\n';
        });
      }
    }
  }
}

try {
  await checkAll();
  finish();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
