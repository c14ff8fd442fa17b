import { Kysely } from 'kysely';
import pg from 'pg';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { listMigrations, migrateOnce } from '../../src/db/migrations/migrate.js';
import { openPostgres } from '../../src/db/postgres.js';
import { openStore } from '../../src/db/store.js';
import type { Tables } from '../../src/db/tables.js';
import { createPlace, type TestPlace } from '../support/place.js';
import { startProgram } from '../support/program.js';

let place: TestPlace;
let url: string;
/** Another session, such as that of a backup. */
let other: pg.Client;
let watcher: pg.Client;
beforeEach(async () => {
  place = await createPlace('empty');
  onTestFinished(() => place.remove());
  url = 'url' in place.store ? place.store.url : '';
  const db = new Kysely<Tables>({ dialect: openPostgres(url).migrationDialect });
  await db.transaction().execute(migrateOnce);
  await db.destroy();
  other = await connect();
  watcher = await connect();
});

async function connect(): Promise<pg.Client> {
  const client = new pg.Client(url);
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

/** What another transaction sees than the one of the other session. */
const query = async (text: string) => (await watcher.query<Record<string, unknown>>(text)).rows;
const useProducts = () => other.query('begin; lock table products in access share mode');
const countMigrations = async () => (await query('select name from kysely_migration')).length;
/** Those that wait for a table. */
const findWaiting = () =>
  query(`select pid from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'relation'`);

it('a start that is killed while it changes tables leaves them as they were, and the next one changes them', async () => {
  await useProducts();
  const killed = startProgram([], { ...place.env, DATABASE_URL: `${url}?lock_timeout=600000` });
  // The second of its steps made tables, and the third is in the middle of what it does.
  await expect.poll(findWaiting, { interval: 5, timeout: 10_000 }).toHaveLength(1);
  killed.signal('SIGKILL');
  await killed.exit;
  await other.query('commit');
  await expect.poll(findWaiting, { interval: 5 }).toEqual([]);
  expect(await countMigrations()).toBe(2);
  await startProgram([], place.env).address;
  expect(await countMigrations()).toBe(listMigrations().length);
});

it('a start that has to wait for a table does not keep others from it, and goes on when it is free', async () => {
  await useProducts();
  const opening = openStore({ url: `${url}?lock_timeout=300` }, () => 1000);
  await expect.poll(findWaiting, { interval: 1, timeout: 10_000 }).toHaveLength(1);
  // Behind the change that waits for the other session, which does not let go.
  expect(await query('select code from products')).toEqual([]);
  expect(await countMigrations()).toBe(2);
  await other.query('commit');
  await (await opening).close();
  expect(await countMigrations()).toBe(listMigrations().length);
});
