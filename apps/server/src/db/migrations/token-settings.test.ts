import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { expect, it, onTestFinished } from 'vitest';
import { openSqlite } from '../sqlite.js';
import { openStore } from '../store.js';
import type { Tables } from '../tables.js';
import { createInitialTables } from './initial.js';

const key = {
  account_id: 'a',
  api_key_id: 'key_1',
  key_hash: 'hash',
  last4: 'last',
  kind: 'secret',
  scope: 'admin',
  product: null,
  name: 'made before',
  created_at: 1000,
  expires_at: null,
  revoked_at: null,
  last_used_at: null,
} as const;

it('keeps the API keys of a database that was made before there were token settings', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'licet-migration-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'test.db');
  const db = new Kysely<Tables>({ dialect: openSqlite(file).dialect });
  const migrations = { '0001_initial': { up: createInitialTables } };
  const provider = { getMigrations: () => Promise.resolve(migrations) };
  expect((await new Migrator({ db, provider }).migrateToLatest()).error).toBeUndefined();
  const account = { account_id: 'a', iss: 'iss_a', created_at: 1000, first_served_at: null };
  await db.insertInto('accounts').values(account).execute();
  await db.insertInto('api_keys').values(key).execute();
  await db.destroy();

  const store = await openStore({ file }, () => 2000);
  onTestFinished(() => store.close());
  expect(await store.db.selectFrom('api_keys').selectAll().execute()).toEqual([
    { ...key, setting_id: null, token_id: null, subject: null },
  ]);
  expect(await store.db.selectFrom('token_settings').selectAll().execute()).toEqual([]);
});
