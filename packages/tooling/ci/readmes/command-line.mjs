import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { callServer } from '../server/call-server.mjs';
import { startFreshServer } from '../server/start-fresh-server.mjs';
import { fill, readBlocks } from './guide.mjs';
import { withProgram } from './running-program.mjs';

/**
 * What a block of the README of the command line comes to: the exit code of each of its lines, and what is printed. Where the README shows what
 * is printed, it is compared letter by letter.
 *
 * @typedef {{ codes: readonly number[], prints: RegExp }} Outcome
 */

/**
 * @typedef {object} Reader
 * @property {import('../packed/projects.mjs').Projects} projects
 * @property {(what: string, run: () => Promise<boolean>) => Promise<void>} check
 * @property {string} guardedApp a folder with the application of an adapter's README in it, its license and all
 */

/** A day that has not come yet, whenever this runs. */
const nextYear = `${String(new Date().getFullYear() + 1)}-01-01`;
/** @type {import('./guide.mjs').Fillings} */
const dates = [['2027-01-01', nextYear]];

/** Does in an empty folder, line by line, what the README of the command line says. @param {Reader} reader */
export async function followCommandLine({ projects, check, guardedApp }) {
  const home = projects.create('cli');
  const bin = join(home, 'global', 'bin');
  const use = readBlocks('cli', 'Use');
  const [install] = readBlocks('cli', 'Install').filter(isCommands);
  const [offline, explain, doctor, init, online, resume] = use.filter(isCommands);
  const [testing] = readBlocks('cli', 'Testing with it').filter(isCommands);
  const shown = use.find(({ language }) => language === 'text')?.code ?? '';
  const lines = use.find(({ language }) => language === 'csv')?.code ?? '';

  /** @param {Block | undefined} block @param {string} cwd @param {Outcome} outcome @param {import('./guide.mjs').Fillings} [fillings] */
  const follow = (block, cwd, { codes, prints }, fillings = []) => {
    const commands = fill(block?.code ?? '', [...dates, ...fillings])
      .trim()
      .split('\n');
    return check(
      `README of cli: ${(block?.code ?? '').trim().split('\n').join(' && ')}`,
      async () => {
        const { stdout, ended } = await runLines(projects, commands, { cwd, bin });
        if (String(ended) === String(codes) && prints.test(stdout)) return true;
        throw new Error(`it ended with ${String(ended)} and printed: ${stdout}`);
      },
    );
  };

  const [archive, prefix] = [projects.archiveOf('licet'), join(home, 'global')];
  /** @type {import('./guide.mjs').Fillings} */
  const ours = [['--global licet', `--global --userconfig .npmrc --prefix ${prefix} ${archive}`]];
  await check(`README of cli: ${install?.code.trim() ?? ''}`, async () => {
    await projects.run('sh', ['-c', fill(install?.code ?? 'false', ours)], home);
    return true;
  });
  await follow(offline, home, { codes: [0, 0, 0, 0], prints: /^valid$/m });
  await follow(explain, home, { codes: [14], prints: toPattern(shown) });

  const [, port = ''] =
    /listen\((\d+)\)/.exec(readFileSync(join(guardedApp, 'app.mts'), 'utf8')) ?? [];
  await withProgram({ command: 'node app.mts', cwd: guardedApp, port: Number(port) }, () =>
    follow(doctor, guardedApp, { codes: [0], prints: /Nothing wrong was found\./ }, [
      ['3000', port],
    ]),
  );

  copyFileSync(join(home, 'keys/root.pem'), join(home, 'root.pem'));
  await follow(init, openBareApp(home), { codes: [0], prints: /^Nothing was written\./ });
  await follow(testing, home, { codes: [0], prints: /"valid": true/ });
  await followOnline(projects, { follow, block: online, resume, lines });
}

/** @typedef {import('./guide.mjs').Block} Block */

/** @param {import('../packed/projects.mjs').Projects} projects @param {{ follow: (block: Block | undefined, cwd: string, outcome: Outcome, fillings: import('./guide.mjs').Fillings) => Promise<void>, block: Block | undefined, resume: Block | undefined, lines: string }} part */
async function followOnline(projects, { follow, block, resume, lines }) {
  const folder = projects.create('cli-online', { 'licenses.csv': lines });
  const server = await startFreshServer();
  try {
    await callServer(server, '/v1/products', { code: 'acme-shop', name: 'Acme Shop' });
    const count = String(lines.trim().split('\n').length - 1);
    /** @type {import('./guide.mjs').Fillings} */
    const own = [
      ['https://licenses.example.com', server.address],
      ['licet_sk_…', server.secretKey],
    ];
    const imported = new RegExp(`^${count} created, 0 refused$`, 'm');
    await follow(block, folder, { codes: [0, 0, 0, 0, 0], prints: imported }, own);
    // The reader's shell still knows the server.
    const [settings = ''] = (block?.code ?? '').split('\n');
    const typed = resume && { ...resume, code: `${settings}\n${resume.code}` };
    const resumed = new RegExp(`^${count} created \\(${count} of them before\\), 0 refused$`, 'm');
    await follow(typed, folder, { codes: [0, 0, 0], prints: resumed }, own);
  } finally {
    await server.stop();
  }
}

/** An application without a guard, and the key that a vendor sent. @param {string} home */
function openBareApp(home) {
  const folder = join(home, 'bare-app');
  mkdirSync(folder);
  copyFileSync(join(home, 'root.pem'), join(folder, 'root.pem'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module","dependencies":{"express":"5"}}');
  const source = "import express from 'express';\n\nconst app = express();\napp.listen(3000);\n";
  writeFileSync(join(folder, 'app.js'), source);
  return folder;
}

/**
 * Runs lines in one shell, as a reader who types them, and resolves with what they printed and the exit code of each.
 *
 * @param {import('../packed/projects.mjs').Projects} projects
 * @param {readonly string[]} commands
 * @param {{ cwd: string, bin: string }} place
 */
async function runLines(projects, commands, { cwd, bin }) {
  const typed = commands.map((command) => `{ ${command}; }; echo "$?" >> "$ended"`);
  const script = [
    `PATH='${bin}':"$PATH"`,
    'ended=$(mktemp)',
    ...typed,
    'echo',
    'echo "ended: $(tr "\\n" "," < "$ended")"',
    'rm "$ended"',
  ].join('\n');
  const printed = await projects.run('sh', ['-c', script], cwd);
  const [, stdout = '', codes = ''] = /^(.*)\nended: (.*),\n$/s.exec(printed) ?? [];
  return { stdout, ended: codes.split(',').map(Number) };
}

const isCommands = (/** @type {Block} */ { language }) => language === 'sh';

/** Exactly what is shown. @param {string} text */
function toPattern(text) {
  if (text === '') throw new Error('the README of cli shows nothing of what explain prints');
  return new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`);
}
