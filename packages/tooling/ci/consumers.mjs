// Run with `node packages/tooling/run.mjs script packages/tooling/ci/consumers.mjs`. It packs the packages as they would be published,
// installs each into fresh projects with npm, by its name and with nothing of ours but what it depends on, and runs there what a customer
// would write: as an ES module and as CommonJS, on every Node and framework that the packages promise, and once through a strict
// TypeScript. The issuer signs the license that the guards go by; the client talks to the server as it was built.

import { join } from 'node:path';
import { createTrustedKeys, verifyDocument } from '../../core/dist/index.js';
import { createDomainKey } from '../../issuer/dist/index.js';
import { ROOT } from '../bootstrap/paths.mjs';
import { createTally } from '../checks/tally.mjs';
import { consumers, issuer } from './consumers/programs.mjs';
import { programsOf } from './consumers/write-programs.mjs';
import { openProjects } from './packed/projects.mjs';
import { openVendorServer } from './packed/server.mjs';

const NODES = ['20.19.0', '22.23.3', '24.21.0'];
const COMPILER = join(ROOT, 'node_modules', 'typescript', 'lib', 'tsc.js');
const PRODUCT = 'acme-shop';

const { check, finish } = createTally();

/** @typedef {import('./packed/projects.mjs').Projects} Projects */
/** @typedef {import('./consumers/guarded.mjs').Consumer} Consumer */

/** One program per Node version. @param {Projects} projects */
async function installNodes(projects) {
  const path = projects.create('nodes');
  const from = `node-linux-${process.arch}`;
  await projects.install(path, ...NODES.map((version) => `node-${version}@npm:${from}@${version}`));
  return NODES.map((version) => ({
    version,
    file: join(path, 'node_modules', `node-${version}`, 'bin', 'node'),
  }));
}

/** @param {Projects} projects @param {Consumer} consumer @param {Record<string, string>} [files] */
async function createProject(projects, consumer, files = {}) {
  const name = consumer.title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const path = projects.create(name, { ...files, ...programsOf(consumer) });
  await projects.install(path, ...consumer.packages, '@types/node@20');
  return path;
}

/**
 * @param {Projects} projects
 * @param {Awaited<ReturnType<typeof installNodes>>} nodes
 */
const checker =
  (projects, nodes) =>
  /** @param {string} title @param {string} path @param {(printed: string) => boolean} isRight */
  async (title, path, isRight) => {
    await check(`${title}, strict TypeScript`, async () => {
      await projects.run(process.execPath, [COMPILER], path);
      return true;
    });
    for (const { version, file } of nodes) {
      for (const program of ['main.mjs', 'main.cjs']) {
        await check(`${title}, Node ${version}, ${program}`, async () =>
          isRight(await projects.run(file, [program], path)),
        );
      }
    }
  };

/** @param {string} printed */
function parseIssued(printed) {
  return /** @type {{ license: string, rootPem: string }} */ (JSON.parse(printed));
}

/** @param {string} printed */
function isVerified(printed) {
  const { license, rootPem } = parseIssued(printed);
  const pins = createTrustedKeys(rootPem);
  return verifyDocument(license, { kind: 'domain-license', product: PRODUCT, pins }).ok;
}

/**
 * The program is no library: it is started, by its name and on every Node, where nothing but it is installed.
 *
 * @param {Projects} projects
 * @param {Awaited<ReturnType<typeof installNodes>>} nodes
 * @param {Record<string, string>} files
 */
async function checkProgram(projects, nodes, files) {
  const path = projects.create('licet', files);
  await projects.install(path, projects.archiveOf('licet'));
  await check('licet, npx licet --help', async () =>
    (await projects.run('npx', ['licet', '--help'], path)).includes('licet keygen'),
  );
  const program = join('node_modules', 'licet', 'dist', 'main.js');
  const expected = ['--key', 'root.pem', '--product', PRODUCT, '--host', 'shop.example.com'];
  for (const { version, file } of nodes) {
    await check(`licet, Node ${version}, verify`, async () =>
      (await projects.run(file, [program, 'verify', 'license.dat', ...expected], path)).startsWith(
        'valid\n',
      ),
    );
  }
}

/** @param {Projects} projects @param {import('./packed/server.mjs').VendorServer} server @param {string} domainKey */
async function checkAll(projects, server, domainKey) {
  const nodes = await installNodes(projects);
  const checkProject = checker(projects, nodes);
  const issuerPath = await createProject(projects, issuer);
  await checkProject(issuer.title, issuerPath, isVerified);

  const issued = parseIssued(await projects.run(process.execPath, ['main.mjs'], issuerPath));
  const files = {
    'license.dat': issued.license,
    'root.pem': issued.rootPem,
    'server.json': JSON.stringify({
      url: server.address,
      adminKey: server.secretKey,
      clientKey: server.publishableKey,
      domainKey,
      rootPem: server.rootPem,
    }),
  };
  await checkProgram(projects, nodes, files);
  for (const consumer of consumers) {
    const path = await createProject(projects, consumer, files);
    await checkProject(consumer.title, path, (printed) => printed === consumer.prints);
  }
}

const domainKey = createDomainKey();
const projects = await openProjects();
try {
  const server = await openVendorServer({
    product: PRODUCT,
    domain: 'shop.example.com',
    domainKey,
  });
  try {
    await checkAll(projects, server, domainKey);
  } finally {
    await server.stop();
  }
  finish();
} finally {
  projects.close();
}
