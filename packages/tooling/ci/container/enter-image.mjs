import { spawn, spawnSync } from 'node:child_process';
import { readFirstStart } from '../server/start-fresh-server.mjs';

/**
 * Starts what is in an image as the image says: its user, its surroundings, its command. Only the port is one that is free.
 *
 * @param {import('./build-image.mjs').Image} image
 */
export async function enterImage({ root, config }) {
  const { User: user, Env: settings, Entrypoint: entry, Cmd: args, Healthcheck: health } = config;
  /** @param {string[]} command @param {string} port @returns {readonly [string, string[]]} */
  const enter = (command, port) => {
    const env = ['-i', ...settings, `PORT=${port}`];
    return ['chroot', [`--userspec=${user}`, root, '/usr/bin/env', ...env, ...command]];
  };
  const child = spawn(...enter([...entry, ...args], '0'), { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => void child.once('close', resolve));
  const started = await readFirstStart(child).catch((/** @type {unknown} */ error) => {
    child.kill('SIGKILL');
    throw error;
  });
  return {
    ...started,
    isHealthy: () => {
      const { port } = new URL(started.address);
      const [program, testArgs] = enter(health.Test.slice(1), port);
      return spawnSync(program, testArgs, { stdio: 'pipe' }).status === 0;
    },
    /** Asks it to stop as an engine does. @returns {Promise<unknown>} the code that it ended with */
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
    kill: () => child.kill('SIGKILL'),
  };
}
