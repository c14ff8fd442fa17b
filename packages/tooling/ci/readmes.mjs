// Run with `node packages/tooling/run.mjs script packages/tooling/ci/readmes.mjs`. It does in an empty folder what the README of each package
// says: the install command, the files, the commands, all taken from the text. The packages come as they would be published. The issuer's
// README makes the license and the key that the others are tried with; what a reader has to fill in is filled in.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDomainKey } from '../../issuer/dist/index.js';
import { createTally } from '../checks/tally.mjs';
import { openProjects } from './packed/projects.mjs';
import { openVendorServer } from './packed/server.mjs';
import { followCommandLine } from './readmes/command-line.mjs';
import { fill, readGuide } from './readmes/guide.mjs';
import { freePort, withProgram } from './readmes/running-program.mjs';

const DOMAIN = 'shop.example.com';

const { check, finish } = createTally();

/** @typedef {import('./packed/projects.mjs').Projects} Projects */

/**
 * What a step has to come to: what it prints, or what it serves on the licensed host.
 *
 * @typedef {{ prints: RegExp } | { serves: string }} Expectation
 */

/** @typedef {import('./readmes/guide.mjs').Fillings} Fillings */

/** @param {string} rootPem @returns {Fillings} */
const ownKey = (rootPem) => [
  [
    "-----BEGIN PUBLIC KEY-----\n…your vendor's root key…\n-----END PUBLIC KEY-----",
    rootPem.trim(),
  ],
];

/**
 * @param {Projects} projects
 * @param {string} name
 * @param {readonly Expectation[]} expectations one for each step
 * @param {{ files?: Record<string, string>, fillings?: Fillings }} [reader]
 * @returns {Promise<string>} the folder
 */
async function follow(projects, name, expectations, { files = {}, fillings = [] } = {}) {
  const folder = projects.create(name, files);
  const { install, steps } = readGuide(name);
  await check(`README of ${name}: ${install}`, async () => {
    await projects.run('sh', ['-c', install], folder);
    return steps.length === expectations.length;
  });
  for (const [index, expectation] of expectations.entries()) {
    const { files: blocks = {}, commands = [] } = steps[index] ?? {};
    const port = await freePort();
    for (const [file, text] of Object.entries(blocks)) {
      writeFileSync(join(folder, file), fill(text, [...fillings, ['3000', String(port)]]));
    }
    await check(`README of ${name}: ${commands.join(' && ')}`, async () => {
      const last = commands.at(-1) ?? 'false';
      for (const command of commands.slice(0, -1))
        await projects.run('sh', ['-c', command], folder);
      return 'prints' in expectation
        ? expectation.prints.test(await projects.run('sh', ['-c', last], folder))
        : serves({ command: last, cwd: folder, port }, expectation.serves);
    });
  }
  return folder;
}

/** @param {Parameters<typeof withProgram>[0]} program @param {string} body */
const serves = (program, body) =>
  withProgram(program, async (ask) => {
    const [licensed, other] = [await ask(DOMAIN), await ask('localhost:3000')];
    return licensed.status === 200 && licensed.body === body && other.status === 403;
  });

/** @param {Projects} projects */
async function followIssuer(projects) {
  const folder = await follow(projects, 'issuer', [
    { prints: /^(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\n$/ },
    { prints: /^[\w-]{43} 2\n$/ },
  ]);
  const [license, rootPem] = ['license.dat', 'root.pem'].map((file) =>
    readFileSync(join(folder, file), 'utf8'),
  );
  return { license: String(license), rootPem: String(rootPem) };
}

/** @param {Projects} projects */
async function followClient(projects) {
  const domainKey = createDomainKey();
  const server = await openVendorServer({ product: 'acme-shop', domain: DOMAIN, domainKey });
  /** @type {Fillings} */
  const fillings = [
    ...ownKey(server.rootPem),
    ['https://licenses.example.com', server.address],
    ['licet_pk_…', server.publishableKey],
    ['licet_sk_…', server.secretKey],
    ['XXXX-XXXX-XXXX-XXXX', domainKey],
  ];
  const served = { serves: `licensed for ${DOMAIN}` };
  const read = { prints: /^lic_\w+ active\n[a-z_]+\n$/ };
  try {
    await follow(projects, 'client', [served, read], { fillings });
  } finally {
    await server.stop();
  }
}

const projects = await openProjects();
try {
  const { license, rootPem } = await followIssuer(projects);
  const reader = { files: { 'license.dat': license }, fillings: ownKey(rootPem) };
  const decided = { prints: /allowed: false,\s+code: 'feature_missing'/ };
  await follow(projects, 'core', [{ serves: `licensed for ${DOMAIN}` }, decided], reader);
  const guarded = [{ serves: `${DOMAIN} is licensed for good` }];
  for (const name of ['koa', 'fastify', 'nestjs']) await follow(projects, name, guarded, reader);
  const guardedApp = await follow(projects, 'express', guarded, reader);
  await followCommandLine({ projects, check, guardedApp });
  await followClient(projects);
  finish();
} finally {
  projects.close();
}
