import { expect, it } from 'vitest';
import { freePort } from '../test/programs.js';
import { waitUntilReady } from './licensing-server.js';

it('waits for a server no longer than it is told to', async () => {
  const server = `http://127.0.0.1:${String(await freePort())}`;
  await expect(waitUntilReady(server, AbortSignal.timeout(50))).rejects.toThrow();
});
