import { sql } from 'kysely';
import { beforeEach, describe, expect, inject, it, onTestFinished } from 'vitest';
import { isDatabaseUnavailable } from '../src/db/database-faults.js';
import { openStore, type Store } from '../src/db/store.js';
import { createPlace, type TestPlace } from './support/place.js';

let place: TestPlace;
beforeEach(async () => {
  place = await createPlace('empty');
  onTestFinished(() => place.remove());
});

async function open(): Promise<Store> {
  const store = await openStore(place.store, () => 1000);
  onTestFinished(() => store.close());
  return store;
}

const account = (id: string) => ({
  account_id: id,
  iss: `iss_${id}`,
  created_at: 1000,
  first_served_at: null,
});
const secret = (name: string) => ({ account_id: 'a', name, mk_id: null, sealed: '' });

/** Of every unique index of our own tables the table and the first column. */
const firstColumns = {
  sqlite: sql<{ table: string; first: string }>`
    select m.tbl_name as "table", i.name as first
    from sqlite_master m, pragma_index_list(m.tbl_name) l, pragma_index_info(l.name) i
    where m.type = 'table' and m.name not like 'kysely%' and i.seqno = 0 and l."unique" = 1`,
  postgres: sql<{ table: string; first: string }>`
    select t.relname as "table", a.attname as first
    from pg_index i
    join pg_class t on t.oid = i.indrelid
    join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
    where i.indisunique and t.relnamespace = 'public'::regnamespace and t.relname not like 'kysely%'`,
};

describe('a store', () => {
  it('gets its tables once, however often it is opened', async () => {
    const first = await open();
    await first.db.insertInto('accounts').values(account('a')).execute();
    const second = await open();
    expect(await second.db.selectFrom('accounts').selectAll().execute()).toEqual([account('a')]);
  });

  it('is not opened by a version that does not know all its tables', async () => {
    const { db } = await open();
    const newer = { name: '9999_to_come', timestamp: '2030-01-01T00:00:00.000Z' };
    await sql`insert into kysely_migration (name, timestamp) values (${newer.name}, ${newer.timestamp})`.execute(
      db,
    );
    await expect(open()).rejects.toMatchObject({
      code: 'cannot_start',
      message: expect.stringContaining('newer version') as string,
    });
  });

  it('begins the key of every table and of every unique index with the account', async () => {
    const { db } = await open();
    const tables = await db.introspection.getTables();
    const { rows } = await firstColumns[inject('engine')].execute(db);
    expect(new Set(rows.map(({ table }) => table))).toEqual(
      new Set(tables.map(({ name }) => name)),
    );
    expect(new Set(rows.map(({ first }) => first))).toEqual(new Set(['account_id']));
  });

  it('orders text byte by byte', async () => {
    const { db } = await open();
    await db.insertInto('accounts').values(account('a')).execute();
    const names = ['B', 'Z', '_', 'a', 'b', 'ä', '\u{fffd}', '\u{1f600}'];
    await db.insertInto('secrets').values(names.toReversed().map(secret)).execute();
    const rows = await db.selectFrom('secrets').select('name').orderBy('name').execute();
    expect(rows.map(({ name }) => name)).toEqual(names);
  });

  it('gives whole numbers back as numbers', async () => {
    const { db } = await open();
    const created_at = Number.MAX_SAFE_INTEGER;
    await db
      .insertInto('accounts')
      .values({ ...account('a'), created_at })
      .execute();
    const row = await db
      .selectFrom('accounts')
      .select((eb) => ['created_at', eb.fn.countAll<number>().as('count')])
      .groupBy('created_at')
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ created_at, count: 1 });
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
});

describe('transactions at once', () => {
  const increment = (store: Store) =>
    store.transact(async (db) => {
      const { created_at } = await db.selectFrom('accounts').selectAll().executeTakeFirstOrThrow();
      await db
        .updateTable('accounts')
        .set({ created_at: created_at + 1 })
        .execute();
    });

  it('that read first and write later have the outcome of one after the other', async () => {
    const [one, other] = [await open(), await open()];
    await one.db.insertInto('accounts').values(account('a')).execute();
    await Promise.all(Array.from({ length: 10 }, () => increment(one)));
    for (let i = 0; i < 20; i++) await increment(i % 2 === 0 ? one : other);
    const row = await other.db.selectFrom('accounts').selectAll().executeTakeFirstOrThrow();
    expect(row.created_at).toBe(1030);
  });

  it('that count first and insert later do not insert too many', async () => {
    const store = await open();
    await store.db.insertInto('accounts').values(account('a')).execute();
    const insertBelow = (cap: number, name: string) =>
      store.transact(async (db) => {
        const rows = await db.selectFrom('secrets').select('name').execute();
        if (rows.length < cap) await db.insertInto('secrets').values(secret(name)).execute();
      });
    await Promise.all(
      Array.from({ length: 12 }, (_, index) => insertBelow(5, `p${String(index)}`)),
    );
    expect(await store.db.selectFrom('secrets').selectAll().execute()).toHaveLength(5);
  });

  it('that look first and insert the same row later find it', async () => {
    const store = await open();
    await store.db.insertInto('accounts').values(account('a')).execute();
    const found = await Promise.all(
      Array.from({ length: 10 }, () =>
        store.transact(async (db) => {
          const rows = await db.selectFrom('secrets').selectAll().execute();
          if (rows.length === 0) await db.insertInto('secrets').values(secret('p')).execute();
          return rows.length;
        }),
      ),
    );
    expect(found.filter((count) => count === 0)).toHaveLength(1);
  });

  it('that are alone run one after the other, and see what the one before left', async () => {
    const [one, other] = [await open(), await open()];
    const seen: number[] = [];
    const add = (store: Store, id: string) =>
      store.transactAlone(async (db) => {
        seen.push((await db.selectFrom('accounts').selectAll().execute()).length);
        await db.insertInto('accounts').values(account(id)).execute();
      });
    await Promise.all([add(one, 'a'), add(one, 'b')]);
    await add(other, 'c');
    expect(seen).toEqual([0, 1, 2]);
  });
});

describe('a second row with one key', () => {
  it('is not blamed on the database', async () => {
    const { db } = await open();
    const insert = () => db.insertInto('accounts').values(account('a')).execute();
    await insert();
    const error: unknown = await insert().catch((reason: unknown) => reason);
    const code = { sqlite: 'SQLITE_CONSTRAINT_PRIMARYKEY', postgres: '23505' }[inject('engine')];
    expect(error).toMatchObject({ code });
    expect(isDatabaseUnavailable(error)).toBe(false);
  });
});
