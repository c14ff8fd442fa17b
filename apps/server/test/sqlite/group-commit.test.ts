import SqliteDatabase from 'better-sqlite3';
import { sql } from 'kysely';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { isDatabaseUnavailable } from '../../src/db/database-faults.js';
import { openStore, type Store } from '../../src/db/store.js';
import type { Db } from '../../src/db/tables.js';
import { createPlace } from '../support/place.js';
import { startServerForTest } from '../support/test-server.js';

let store: Store;
let other: SqliteDatabase.Database;
beforeEach(async () => {
  const place = await createPlace('empty');
  onTestFinished(() => place.remove());
  store = await openStore(place.store, () => 1000);
  other = new SqliteDatabase('file' in place.store ? place.store.file : '');
  onTestFinished(async () => {
    other.close();
    await store.close();
  });
});

const insert = async (db: Db, account_id: string, iss = '') => {
  const row = { account_id, iss, created_at: 1000, first_served_at: null };
  await db.insertInto('accounts').values(row).execute();
  return account_id;
};
/** What somebody else sees. */
const stored = () => other.prepare('select account_id from accounts order by 1').pluck().all();
/** How often somebody else has committed. */
const commits = () => {
  let count = 0;
  let last = other.pragma('data_version', { simple: true });
  return () => {
    const now = other.pragma('data_version', { simple: true });
    if (now !== last) count++;
    last = now;
    return count;
  };
};

describe('the writes of one turn', () => {
  it('are stored together, before anybody is told', async () => {
    const count = commits();
    const seen: unknown[] = [];
    await Promise.all(
      ['a', 'b', 'c'].map(async (id) => {
        const value = await store.transact((db) => insert(db, id));
        count();
        seen.push([value, stored()]);
      }),
    );
    const all = ['a', 'b', 'c'];
    expect(seen).toEqual(all.map((id) => [id, all]));
    expect(count()).toBe(1);
  });

  it('are more than one commit when they take long, in their order', async () => {
    const count = commits();
    const seen: string[] = [];
    await Promise.all(
      ['a', 'b', 'c'].map(async (id) => {
        await store.transact(async (db) => {
          for (const end = performance.now() + 5; performance.now() < end;);
          return insert(db, id);
        });
        count();
        seen.push(id);
      }),
    );
    expect(seen).toEqual(['a', 'b', 'c']);
    expect(count()).toBe(3);
  });

  it('do not fail for another, and leave nothing of one that failed', async () => {
    const results = await Promise.allSettled([
      store.transact((db) => insert(db, 'a')),
      store.transact(async (db) => {
        await insert(db, 'b');
        throw new Error('never mind');
      }),
      store.transact((db) => insert(db, 'a')),
      store.write((db) => insert(db, 'c')),
    ]);
    expect(results).toMatchObject([
      { value: 'a' },
      { reason: { message: 'never mind' } },
      { reason: { code: 'SQLITE_CONSTRAINT_PRIMARYKEY' } },
      { value: 'c' },
    ]);
    expect(stored()).toEqual(['a', 'c']);
  });

  it('run in the order in which they came, each after what the one before wrote', async () => {
    const counts = await Promise.all(
      ['a', 'b', 'c'].map((id) =>
        store.transact(async (db) => {
          const rows = await db.selectFrom('accounts').select('account_id').execute();
          await insert(db, id);
          return rows.length;
        }),
      ),
    );
    expect(counts).toEqual([0, 1, 2]);
  });

  it('are all lost when their transaction is gone, and are told so', async () => {
    const results = await Promise.allSettled([
      store.transact((db) => insert(db, 'a')),
      store.transact(async (db) => {
        // What SQLite does by itself when a disk fails.
        await sql`rollback`.execute(db);
        throw new Error('disk I/O error');
      }),
      store.transact((db) => insert(db, 'c')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    for (const result of results) {
      expect(result.status === 'rejected' && isDatabaseUnavailable(result.reason)).toBe(true);
    }
    expect(stored()).toEqual([]);
    await store.transact((db) => insert(db, 'd'));
    expect(stored()).toEqual(['d']);
  });
});

it('a full disk is answered 503, and the server goes on when there is room', async () => {
  const server = await startServerForTest();
  const { db } = server.context.store;
  const limit = async (pages: string) => sql.raw(`pragma max_page_count = ${pages}`).execute(db);
  await limit('1');
  const create = (index: number) =>
    server.post('/v1/products', { code: `p${String(index)}`, name: 'x'.repeat(200) });
  const answers = await Promise.all(Array.from({ length: 60 }, (_, index) => create(index)));
  const failed = answers.filter(({ status }) => status !== 201);
  expect(failed.length).toBeGreaterThan(0);
  for (const { status, json, headers } of failed) {
    expect([status, json.code, headers.get('retry-after')]).toEqual([
      503,
      'database_unavailable',
      '1',
    ]);
  }
  await limit('1000000');
  const { json } = await server.get('/v1/products?limit=100');
  expect(json.items).toHaveLength(answers.length - failed.length);
  expect((await create(99)).status).toBe(201);
});
