import { join } from 'node:path';
import { isStopping, startChild, stopChildren } from './children.mjs';
import { ROOT } from './paths.mjs';
import { environmentFor } from './toolchain.mjs';

const LEASH = new URL('./leash.mjs', import.meta.url).href;

/**
 * Starts the built program of an app. Paths in its settings, like `./data`, count from the root of the
 * repository.
 *
 * @param {string} node
 * @param {string} app folder under apps/
 * @param {{ args?: readonly string[], env?: NodeJS.ProcessEnv }} [options]
 */
function startApp(node, app, { args = [], env = {} } = {}) {
  return startChild({
    file: node,
    args: [`--import=${LEASH}`, join(ROOT, 'apps', app, 'dist', 'main.js'), ...args],
    cwd: ROOT,
    env: { ...environmentFor({ node, pnpm: undefined }), ...env },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  }).exited;
}

/** @param {string} node @param {string} app @param {readonly string[]} args */
export const runApp = (node, app, args) => startApp(node, app, { args });

/**
 * A program of a package, for a person: paths count from where npm was called.
 *
 * @param {string} node
 * @param {string} folder
 * @param {readonly string[]} args
 */
export const runProgram = (node, folder, args) =>
  startChild({
    file: node,
    args: [join(ROOT, folder, 'dist', 'main.js'), ...args],
    cwd: process.env.INIT_CWD ?? process.cwd(),
    env: process.env,
  }).exited;

/**
 * The server and the shop side by side, until one of them ends: then the other is stopped as well,
 * and the code is that of the one that ended by itself.
 *
 * @param {string} node
 */
export async function runServerAndShop(node) {
  const env = { LICET_LOG_LEVEL: process.env.LICET_LOG_LEVEL ?? 'warn' };
  const services = ['server', 'example-shop'].map((app) => startApp(node, app, { env }));
  const first = await Promise.race(services);
  const signalled = isStopping();
  if (!signalled) stopChildren('SIGTERM');
  const codes = await Promise.all(services);
  return signalled ? (codes.find((code) => code !== 0) ?? 0) : first;
}
