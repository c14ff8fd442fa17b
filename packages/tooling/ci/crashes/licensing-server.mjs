import { join } from 'node:path';
import { ROOT } from '../../bootstrap/paths.mjs';
import { startChild } from './children.mjs';
import { waitUntil } from './wait-until.mjs';

const program = join(ROOT, 'apps/server/dist/main.js');
const START_TIMEOUT_MS = 60_000;

/**
 * @typedef {import('./children.mjs').Child & { address: string, startedIn: number }} LicensingServer a server that answers: where, and
 *   after how many milliseconds it was ready
 */

/** Starts the built server on a free port, and resolves when it is ready. @param {NodeJS.ProcessEnv} env @returns {Promise<LicensingServer>} */
export async function startServer(env) {
  const begun = performance.now();
  const child = startChild([program, 'serve'], { PORT: '0', LICET_LOG_LEVEL: 'error', ...env });
  const address = await child.prints(/ answers at (\S+)\n/, START_TIMEOUT_MS);
  await waitUntil('the server is ready', START_TIMEOUT_MS, () => isReady(address));
  return { ...child, address, startedIn: performance.now() - begun };
}

/** @param {string} address */
export async function isReady(address) {
  const answer = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(5000) }).catch(
    () => undefined,
  );
  return answer?.status === 200;
}

/** What a command of the server's program prints. Rejects when it fails. @param {readonly string[]} args @param {NodeJS.ProcessEnv} env */
export async function runCommand(args, env) {
  const child = startChild([program, ...args], { LICET_LOG_LEVEL: 'error', ...env });
  const code = await child.ended;
  if (code !== 0)
    throw new Error(`${args.join(' ')} ended with ${String(code)}: ${child.printed()}`);
  return child.printed().trim();
}

/** What is wrong with the audit log of a database: nothing, or what the command says. @param {NodeJS.ProcessEnv} env @returns {Promise<readonly string[]>} */
export async function findAuditFaults(env) {
  try {
    await runCommand(['audit', 'verify'], env);
    return [];
  } catch (error) {
    return [String(error)];
  }
}
