import SqliteDatabase from 'better-sqlite3';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore } from '../db/store.js';
import { copiedTables, tableNames } from './copied-tables.js';

let folder: string;
let database: SqliteDatabase.Database;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'licet-tables-'));
  const file = join(folder, 'licet.db');
  await (await openStore({ file }, () => 0)).close();
  database = new SqliteDatabase(file);
});
afterAll(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

it('all tables are copied, but for those that say which migrations were done', () => {
  const names = database
    .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
    .pluck()
    .all() as string[];
  const ours = names.filter((name) => !name.startsWith('kysely_'));
  expect([...tableNames].sort()).toEqual(ours.sort());
});

it.each(tableNames)(
  '%s is read in the order of its primary key, after those it refers to',
  (name) => {
    const columns = database.pragma(`table_info(${name})`) as { name: string; pk: number }[];
    const key = columns.filter(({ pk }) => pk > 0).sort((one, other) => one.pk - other.pk);
    expect(key.map((column) => column.name)).toEqual([...copiedTables[name]]);
    const references = database.pragma(`foreign_key_list(${name})`) as {
      table: (typeof tableNames)[number];
    }[];
    for (const { table } of references) {
      expect(tableNames.indexOf(table)).toBeLessThan(tableNames.indexOf(name));
    }
  },
);
