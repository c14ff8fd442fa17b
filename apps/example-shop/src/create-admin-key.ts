import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const serverProgram = fileURLToPath(new URL('../../server/dist/main.js', import.meta.url));

/**
 * Asks the server's own program, on the same data folder, for a key that may do everything for ten minutes. Whoever may run it
 * there owns the server anyway, so that no key has to be passed around or stored.
 */
export async function createAdminKey(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string> {
  const request = [
    'keys',
    'create',
    '--scope',
    'admin',
    '--name',
    'example shop',
    '--expires-in',
    '600',
  ];
  const { stdout } = await execute(process.execPath, [serverProgram, ...request], { env, signal });
  return stdout.trim();
}
