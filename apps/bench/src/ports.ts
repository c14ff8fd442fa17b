import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Child } from './child-process.js';

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const patienceMilliseconds = 30_000;

/** Waits until the server that runs in `child` answers. */
export async function waitForAnswer(port: number, child: Child): Promise<void> {
  const end = performance.now() + patienceMilliseconds;
  while (!(await answers(port))) {
    if (!child.isRunning()) throw new Error('A server ended instead of answering.');
    if (performance.now() > end) throw new Error('A server did not answer within half a minute.');
    await delay(2);
  }
}

async function answers(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${String(port)}/`);
    await answer.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
