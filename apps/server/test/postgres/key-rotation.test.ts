import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { holdActiveKid } from '../../src/db/signing-keys.js';
import { startServerForTest, type TestServer } from '../support/test-server.js';

/** Stores something under the active key, for as long as it is not let go. */
function hold({ context: { store, account } }: TestServer) {
  let letGo: () => void = () => undefined;
  const isLetGo = new Promise<void>((end) => (letGo = end));
  const state = { isHeld: false };
  const end = store.transact(
    async (db) => {
      await holdActiveKid(db, account.id, 'license');
      state.isHeld = true;
      await isLetGo;
    },
    { isolation: 'read committed' },
  );
  return { state, letGo, end };
}

it('a key that is always held by somebody is replaced before those who came later have it', async () => {
  const server = await startServerForTest();
  const watcher = new pg.Client(server.place.config.databaseUrl);
  await watcher.connect();
  onTestFinished(() => watcher.end());
  const countWaiting = async () =>
    (await watcher.query('select distinct pid from pg_locks where not granted')).rows.length;
  const first = hold(server);
  await expect.poll(() => first.state.isHeld).toBe(true);
  const rotating = server.post('/v1/signing-keys', { use: 'license' });
  await expect.poll(countWaiting).toBe(1);
  const second = hold(server);
  await expect.poll(async () => second.state.isHeld || (await countWaiting()) === 2).toBe(true);
  first.letGo();
  expect((await rotating).status).toBe(201);
  second.letGo();
  await Promise.all([first.end, second.end]);
});
