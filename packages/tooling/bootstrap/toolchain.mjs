import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { capture } from './children.mjs';
import { ROOT } from './paths.mjs';
import { fetchPin, pathIn, readPin } from './pins.mjs';
import { StepFailed } from './report.mjs';

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

/** The Node that runs everything, without fetching: undefined when it has to be fetched first. */
export function findNode() {
  return isModernNode(process.versions.node) ? process.execPath : findFetched('node', 'bin/node');
}

/** @returns {Promise<Toolchain>} */
export async function ensureToolchain() {
  const [node, pnpm] = await allEnded([ensureNode(), ensurePnpm()]);
  return { node, pnpm };
}

/**
 * Fetches side by side, and fails only when none is still at work: a fetch must not outlive the lock.
 *
 * @template A, B
 * @param {[Promise<A>, Promise<B>]} fetches
 */
async function allEnded(fetches) {
  await Promise.allSettled(fetches);
  return Promise.all(fetches);
}

async function ensureNode() {
  const found = findNode();
  if (found !== undefined) return found;
  const pin = readPin('node');
  if (pin !== undefined) await fetchPin(pin);
  const node = findNode();
  // A fetched program may still not run here, with another C library for example.
  if (node !== undefined && (await printedBy(node, '--version')) !== '') return node;
  if (pin !== undefined) rmSync(pin.target, { recursive: true, force: true });
  throw new StepFailed(
    `the tools need Node 22.18 or newer, this is ${process.version}, and none can be fetched for ` +
      `${process.platform} ${process.arch}: install one`,
  );
}

async function ensurePnpm() {
  const version = pnpmVersion();
  if ((await printedBy('pnpm', '--version')) === version) return undefined;
  const found = findFetched('pnpm', 'pnpm');
  if (found !== undefined) return found;
  const pin = readPin('pnpm');
  if (pin?.version === version) {
    await fetchPin(pin);
    return pathIn(pin, 'pnpm');
  }
  throw new StepFailed(`pnpm ${version} is missing: run \`npm install --global pnpm@${version}\``);
}

/** @param {'node' | 'pnpm'} tool @param {string} file */
function findFetched(tool, file) {
  const pin = readPin(tool);
  if (pin === undefined) return undefined;
  const path = pathIn(pin, file);
  return existsSync(path) ? path : undefined;
}

function pnpmVersion() {
  const manifest = /** @type {{ packageManager: string }} */ (
    JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  );
  return manifest.packageManager.replace('pnpm@', '');
}

/**
 * What a program prints; nothing when it is not there or fails. Asked from a neutral folder: in ours, another pnpm
 * would try to become the pinned one, and the pnpm of corepack would go and fetch it.
 *
 * @param {string} file
 * @param {string} argument
 */
async function printedBy(file, argument) {
  const env = { ...process.env, COREPACK_ENABLE_NETWORK: '0' };
  const script = ['-c', 'command -v "$0" >/dev/null && exec "$0" "$1"', file, argument];
  const { code, output } = await capture({ file: 'sh', args: script, cwd: tmpdir(), env });
  return code === 0 ? output.trim() : '';
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
    LICET_NODE: node === process.execPath ? process.version : `v${readPin('node')?.version ?? ''}`,
  };
}
