import { setTimeout as sleep } from 'node:timers/promises';
import { startServer } from './licensing-server.mjs';

/** @typedef {import('./licensing-server.mjs').LicensingServer} LicensingServer */

/**
 * @typedef {object} Fleet servers on one database, of which now this one is killed and now that
 * @property {() => readonly string[]} addresses of those that were started and not killed since
 * @property {(seconds: number, everyMs: number) => Promise<number>} killInTurn resolves with how often, when all answer again
 * @property {() => Promise<void>} stop
 */

/** @param {number} count @param {NodeJS.ProcessEnv} env @returns {Promise<Fleet>} */
export async function startFleet(count, env) {
  /** @type {(LicensingServer | undefined)[]} */
  const servers = await Promise.all(Array.from({ length: count }, () => startServer(env)));
  const killAndStart = async (/** @type {number} */ index) => {
    const victim = servers[index];
    servers[index] = undefined;
    victim?.signal('SIGKILL');
    await victim?.ended;
    servers[index] = await startServer(env);
  };
  return {
    addresses: () => servers.flatMap((server) => (server === undefined ? [] : [server.address])),
    killInTurn: async (seconds, everyMs) => {
      const end = performance.now() + 1000 * seconds;
      const turns = Array.from({ length: count }, () => Promise.resolve());
      let kills = 0;
      for (; performance.now() + everyMs <= end; kills++) {
        await sleep(everyMs);
        const index = kills % count;
        // One that is still starting is killed when it has started.
        turns[index] = (turns[index] ?? Promise.resolve()).then(() => killAndStart(index));
      }
      await Promise.all(turns);
      return kills;
    },
    stop: async () => {
      for (const server of servers) server?.signal('SIGTERM');
      for (const server of servers) await server?.ended;
    },
  };
}
