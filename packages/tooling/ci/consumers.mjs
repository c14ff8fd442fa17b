// Run with `node packages/tooling/run.mjs script packages/tooling/ci/consumers.mjs`. It packs core, the guards and the client as they
// would be published, installs the archives into fresh projects with npm, and runs there what a customer would write: as
// an ES module and as CommonJS, on every Node and framework that the packages promise, and once through a strict TypeScript.

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
  signLicense,
} from '../../issuer/dist/index.js';
import { ROOT } from '../bootstrap/paths.mjs';
import { createTally } from '../checks/tally.mjs';
import { consumers, programsOf } from './consumers/programs.mjs';

const NODES = ['20.19.0', '22.23.3', '24.21.0'];
const PACKAGES = ['core', 'express', 'koa', 'fastify', 'nestjs', 'client'];
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
  for (const name of PACKAGES) {
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
  const license = await signLicense(
    'domain-license',
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

/** @param {Record<string, string>} documents @param {readonly string[]} archives */
async function createProjects(documents, archives) {
  return Promise.all(
    consumers.map(async (consumer) => {
      const name = consumer.title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
      const path = createProject(name, { ...documents, ...programsOf(consumer) });
      await npmInstall(path, [...archives, ...consumer.packages, '@types/node@20']);
      return { title: consumer.title, path };
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
  for (const { title, path } of await createProjects(documents, archives)) {
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
