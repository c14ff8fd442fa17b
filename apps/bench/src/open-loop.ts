import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from './connection.js';
import { expectStatus } from './load.js';

/** A timer of Node may be late by so much. That is not the server's doing. */
const timerMilliseconds = 1.5;

/**
 * Sends requests at a fixed rate, whether answers come or not, and resolves with how many milliseconds each took. The time of an answer counts from when its
 * request was due: one that had to wait because the ones before were slow was slow itself. There have to be more connections than are ever
 * needed at once; throws when there are not.
 */
export async function runOpenLoop(
  connections: readonly Connection[],
  request: Uint8Array,
  { perSecond, milliseconds }: { readonly perSecond: number; readonly milliseconds: number },
): Promise<readonly number[]> {
  const free = [...connections];
  const underWay: Promise<number>[] = [];
  const start = performance.now();
  const count = Math.round((perSecond * milliseconds) / 1000);
  while (underWay.length < count) {
    const due = start + (underWay.length * 1000) / perSecond;
    if (due > performance.now()) await delay(Math.max(1, due - performance.now()));
    // In turn, so that none is idle for so long that the server closes it.
    const connection = free.shift();
    if (connection === undefined) throw new Error('All connections are waiting for answers.');
    underWay.push(
      timeOne(connection, request, due).finally(() => {
        free.push(connection);
      }),
    );
  }
  return Promise.all(underWay);
}

async function timeOne(connection: Connection, request: Uint8Array, due: number): Promise<number> {
  const sent = performance.now();
  expectStatus(await connection.exchange(request), 200);
  const isLateByTimer = sent - due < timerMilliseconds;
  return performance.now() - (isLateByTimer ? sent : due);
}
