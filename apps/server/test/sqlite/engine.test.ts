import { setImmediate as nextTurn } from 'node:timers/promises';
import SqliteDatabase from 'better-sqlite3';
import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/db/store.js';
import { createPlace } from '../support/place.js';

it('a file is durable to power loss, checks references, and lets readers and a writer work at once', async () => {
  const place = await createPlace('empty');
  const store = await openStore(place.store, () => 1000);
  onTestFinished(async () => {
    await store.close();
    await place.remove();
  });
  const read = async (name: string) => {
    const { rows } = await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(store.db);
    return Object.values(rows[0] ?? {})[0];
  };
  const full = 2;
  expect(await read('journal_mode')).toBe('wal');
  expect(await read('synchronous')).toBe(full);
  expect(await read('foreign_keys')).toBe(1);
  expect(await read('busy_timeout')).toBe(5000);
  expect(await read('journal_size_limit')).toBe(64 * 1024 * 1024);
});

it('a new file is opened although another process is writing to it at that moment', async () => {
  const place = await createPlace('empty');
  const file = 'file' in place.store ? place.store.file : '';
  const other = new SqliteDatabase(file);
  other.exec('begin immediate; create table theirs (id)');
  const opening = openStore(place.store, () => 1000);
  for (let turn = 0; turn < 50; turn++) await nextTurn();
  other.exec('rollback');
  const store = await opening;
  onTestFinished(async () => {
    other.close();
    await store.close();
    await place.remove();
  });
  const { rows } = await sql<{ journal_mode: string }>`pragma journal_mode`.execute(store.db);
  expect(rows[0]?.journal_mode).toBe('wal');
});
