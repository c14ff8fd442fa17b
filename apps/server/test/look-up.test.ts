import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createLookUp, shareLookUps } from '../src/db/batching/look-up.js';
import { isAmong, selectByKeys } from '../src/db/batching/select-by-keys.js';
import { openStore, type Store } from '../src/db/store.js';
import type { AccountRow, Db } from '../src/db/tables.js';
import { createPlace } from './support/place.js';

let store: Store;
beforeEach(async () => {
  const place = await createPlace('empty');
  onTestFinished(() => place.remove());
  store = await openStore(place.store, () => 1000);
  onTestFinished(() => store.close());
  await store.db
    .insertInto('accounts')
    .values(['a', 'b', 'c'].map((account_id) => ({ account_id, ...rest })))
    .execute();
});
const rest = { iss: 'iss', created_at: 1000, first_served_at: null };

/** Looks accounts up by their own ids and notes what each statement asked for. */
function observe() {
  const statements: string[][] = [];
  const select = selectByKeys<AccountRow>((db, _accountId, keys) =>
    db
      .selectFrom('accounts')
      .selectAll()
      .where(isAmong(db, 'account_id', keys)),
  );
  const lookUp = createLookUp<AccountRow>(
    (db, accountId, keys) => {
      statements.push([...keys]);
      return select(db, accountId, keys);
    },
    (row) => row.account_id,
  );
  const find = async (key: string, db: Db = store.db) =>
    (await lookUp(db, 'acc', key)).map(({ account_id }) => account_id);
  return { statements, find };
}

describe('look-ups of one turn', () => {
  it('are one statement, which asks for each key once', async () => {
    const { statements, find } = observe();
    const found = await Promise.all(['c', 'a', 'x', 'a'].map((key) => find(key)));
    expect(found).toEqual([['c'], ['a'], [], ['a']]);
    expect(statements).toEqual([['a', 'c', 'x']]);
  });

  it('see what was committed before they were asked for', async () => {
    const { find } = observe();
    await Promise.all([find('a'), find('d')]);
    await store.transact((db) =>
      db
        .insertInto('accounts')
        .values({ account_id: 'd', ...rest })
        .execute(),
    );
    expect(await Promise.all([find('a'), find('d')])).toEqual([['a'], ['d']]);
  });

  it('in a transaction are made by it, and see what it wrote', async () => {
    const { statements, find } = observe();
    const found = await store.transact(async (db) => {
      await db
        .insertInto('accounts')
        .values({ account_id: 'd', ...rest })
        .execute();
      return [await find('d', db), await find('a', db)];
    });
    expect(found).toEqual([['d'], ['a']]);
    expect(statements).toEqual([['d'], ['a']]);
  });

  it('find any number of keys, whatever is in them', async () => {
    const { find } = observe();
    const odd = ['"', '\\', "'", '{', ',', '{a}', 'a,b', 'NULL', '%', '\u{1f600}', ' ', ''];
    const keys = [...odd, ...Array.from({ length: 1500 }, (_, index) => `k${String(index)}`), 'a'];
    await store.db
      .insertInto('accounts')
      .values(odd.map((account_id) => ({ account_id, ...rest })))
      .execute();
    const found = await Promise.all(keys.map((key) => find(key)));
    expect(found.filter((rows) => rows.length > 0).flat()).toEqual([...odd, 'a']);
  });

  it('do not get the error of another', async () => {
    const statements: string[][] = [];
    const lookUp = createLookUp<AccountRow>(
      (db, _accountId, keys) => {
        statements.push([...keys]);
        const query = db
          .selectFrom('accounts')
          .selectAll()
          .where(isAmong(db, 'account_id', keys));
        // A statement that both engines refuse.
        return (keys.includes('bad') ? query.groupBy('nothing' as 'iss') : query).execute();
      },
      (row) => row.account_id,
    );
    const results = await Promise.allSettled(
      ['a', 'bad', 'b'].map((key) => lookUp(store.db, 'acc', key)),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(statements).toEqual([['a', 'b', 'bad'], ['a'], ['bad'], ['b']]);
  });

  it('are told at once when the database is away, without asking again for each', async () => {
    let statements = 0;
    const away = Object.assign(new Error('x'), { code: '57P01' });
    const lookUp = createLookUp<AccountRow>(
      () => {
        statements++;
        return Promise.reject(away);
      },
      (row) => row.account_id,
    );
    shareLookUps(store.db);
    const results = await Promise.allSettled(['a', 'b'].map((key) => lookUp(store.db, 'acc', key)));
    expect(results).toEqual([1, 2].map(() => ({ status: 'rejected', reason: away })));
    expect(statements).toBe(1);
  });
});
