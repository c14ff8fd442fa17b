import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { isDatabaseUnavailable } from './sqlite.js';
import { openStore, type Store } from './store.js';

let file: string;
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'licet-store-'));
  file = join(folder, 'test.db');
  onTestFinished(() => rm(folder, { recursive: true }));
});

async function open(): Promise<Store> {
  const store = await openStore(file, () => 1000);
  onTestFinished(() => store.close());
  return store;
}

const account = (id: string) => ({
  account_id: id,
  iss: `iss_${id}`,
  created_at: 1000,
  first_served_at: null,
});

describe('a store', () => {
  it('is durable to power loss, checks references, and lets readers and a writer work at once', async () => {
    const { db } = await open();
    const read = async (name: string) => {
      const { rows } = await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(db);
      return Object.values(rows[0] ?? {})[0];
    };
    const full = 2;
    expect(await read('journal_mode')).toBe('wal');
    expect(await read('synchronous')).toBe(full);
    expect(await read('foreign_keys')).toBe(1);
    expect(await read('busy_timeout')).toBe(5000);
  });

  it('gets its tables once, however often it is opened', async () => {
    const first = await open();
    await first.db.insertInto('accounts').values(account('a')).execute();
    const second = await open();
    expect(await second.db.selectFrom('accounts').selectAll().execute()).toEqual([account('a')]);
  });

  it('begins the key of every table and of every unique index with the account', async () => {
    const { db } = await open();
    const tables = await db.introspection.getTables();
    const { rows } = await sql<{ table: string; first: string }>`
      select m.tbl_name as "table", i.name as first
      from sqlite_master m, pragma_index_list(m.tbl_name) l, pragma_index_info(l.name) i
      where m.type = 'table' and m.name not like 'kysely%' and i.seqno = 0 and l."unique" = 1
    `.execute(db);
    expect(new Set(rows.map(({ table }) => table))).toEqual(
      new Set(tables.map(({ name }) => name)),
    );
    expect(new Set(rows.map(({ first }) => first))).toEqual(new Set(['account_id']));
  });

  it('stores nothing of a transaction that fails', async () => {
    const store = await open();
    const failing = store.transact(async (transaction) => {
      await transaction.insertInto('accounts').values(account('a')).execute();
      throw new Error('never mind');
    });
    await expect(failing).rejects.toThrow('never mind');
    expect(await store.db.selectFrom('accounts').selectAll().execute()).toEqual([]);
  });

  it('makes transactions that read first and write later wait for each other', async () => {
    const [one, other] = [await open(), await open()];
    await one.db.insertInto('accounts').values(account('a')).execute();
    const increment = (store: Store) =>
      store.transact(async (db) => {
        const { created_at } = await db
          .selectFrom('accounts')
          .selectAll()
          .executeTakeFirstOrThrow();
        await db
          .updateTable('accounts')
          .set({ created_at: created_at + 1 })
          .execute();
      });
    await Promise.all(Array.from({ length: 20 }, () => increment(one)));
    for (let i = 0; i < 20; i++) await increment(i % 2 === 0 ? one : other);
    const row = await other.db.selectFrom('accounts').selectAll().executeTakeFirstOrThrow();
    expect(row.created_at).toBe(1040);
  });
});

describe('isDatabaseUnavailable', () => {
  it('does not blame the database for a second row with one key', async () => {
    const { db } = await open();
    const insert = () => db.insertInto('accounts').values(account('a')).execute();
    await insert();
    const error: unknown = await insert().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' });
    expect(isDatabaseUnavailable(error)).toBe(false);
  });

  it.each([
    ['SQLITE_BUSY', true],
    ['SQLITE_BUSY_SNAPSHOT', true],
    ['SQLITE_IOERR_FSYNC', true],
    ['SQLITE_FULL', true],
    ['SQLITE_READONLY_DBMOVED', true],
    ['SQLITE_ERROR', false],
    ['SQLITE_CONSTRAINT_FOREIGNKEY', false],
    ['ENOENT', false],
  ])('says of %s: %s', (code, expected) => {
    expect(isDatabaseUnavailable(Object.assign(new Error('x'), { code }))).toBe(expected);
  });
});
