import { sql } from 'kysely';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { isDatabaseUnavailable } from '../../src/db/database-faults.js';
import { openStore, type Store } from '../../src/db/store.js';
import type { Db } from '../../src/db/tables.js';
import { createPlace } from '../support/place.js';

/** As `postgres.ts` has it, in milliseconds. */
const queryTimeout = 15_000;

let store: Store;
beforeEach(async () => {
  const place = await createPlace('empty');
  onTestFinished(() => place.remove());
  store = await openStore(place.store, () => 1000);
  onTestFinished(() => store.close());
});

async function pidOf(db: Db): Promise<number> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  return rows[0]!.pid;
}

/** The process of a connection neither answers nor ends, as when the machine or the network of a database is gone. */
function silence(pid: number): void {
  process.kill(pid, 'SIGSTOP');
  onTestFinished(() => void process.kill(pid, 'SIGCONT'));
}

/** Time passes when the test says so. */
function holdTime(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
}

/** Begins a transaction, and goes on with it when it is told to. */
function beginTransaction() {
  let goOn: () => void = () => undefined;
  const isToGoOn = new Promise<void>((resolve) => (goOn = resolve));
  let tellPid: (pid: number) => void = () => undefined;
  const pid = new Promise<number>((resolve) => (tellPid = resolve));
  const result = store
    .transact(async (db) => {
      tellPid(await pidOf(db));
      await isToGoOn;
      return pidOf(db);
    })
    .catch((error: unknown) => error);
  return { pid, goOn, result };
}

describe('a database that does not answer any more', () => {
  it('is waited for once by a transaction, and not again to undo it', async () => {
    holdTime();
    const { pid, goOn, result } = beginTransaction();
    silence(await pid);
    goOn();
    await vi.advanceTimersByTimeAsync(queryTimeout);
    expect(isDatabaseUnavailable(await result)).toBe(true);
  });

  it('is not waited for again by a transaction that waited for another one', async () => {
    holdTime();
    const [first, second] = [beginTransaction(), beginTransaction()];
    for (const pid of await Promise.all([first.pid, second.pid])) silence(pid);
    first.goOn();
    await vi.advanceTimersByTimeAsync(queryTimeout);
    await first.result;
    second.goOn();
    expect(isDatabaseUnavailable(await second.result)).toBe(true);
  });

  it('is not waited for by those who would use its other connections', async () => {
    const [first, second] = [beginTransaction(), beginTransaction()];
    const pids = await Promise.all([first.pid, second.pid]);
    for (const { goOn, result } of [first, second]) {
      goOn();
      await result;
    }
    holdTime();
    for (const pid of pids) silence(pid);
    const failed = pidOf(store.db).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(queryTimeout);
    expect(isDatabaseUnavailable(await failed)).toBe(true);
    expect(pids).not.toContain(await pidOf(store.db));
  });

  it('is another one when a single connection is ended', async () => {
    const other = beginTransaction();
    const pid = await other.pid;
    const ending = sql`select pg_terminate_backend(pg_backend_pid())`.execute(store.db);
    await ending.catch(() => undefined);
    other.goOn();
    expect(await other.result).toBe(pid);
  });
});
