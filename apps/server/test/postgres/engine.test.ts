import { sql } from 'kysely';
import pg from 'pg';
import { beforeEach, describe, expect, inject, it, onTestFinished } from 'vitest';
import { isDatabaseUnavailable } from '../../src/db/database-faults.js';
import { openStore, type Store } from '../../src/db/store.js';
import { createPlace, type TestPlace } from '../support/place.js';

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

it('gets its tables once when three servers start at once', async () => {
  const stores = await Promise.all([open(), open(), open()]);
  const { rows } = await sql`select name from kysely_migration`.execute(stores[0].db);
  expect(rows.length).toBe(new Set(rows.map((row) => JSON.stringify(row))).size);
  expect((await stores[2].db.introspection.getTables()).length).toBeGreaterThan(5);
});

describe('a connection', () => {
  const settingOf = async (store: Store, name: string) => {
    const { rows } = await sql<{ value: string }>`
      select current_setting(${name}) as value`.execute(store.db);
    return rows[0]?.value;
  };

  it('runs no statement for ever and leaves no transaction open for ever', async () => {
    const store = await open();
    expect(await settingOf(store, 'statement_timeout')).toBe('10s');
    expect(await settingOf(store, 'idle_in_transaction_session_timeout')).toBe('30s');
    expect(await settingOf(store, 'application_name')).toBe('licet');
  });

  it('runs transactions as if one came after the other', async () => {
    const store = await open();
    const isolation = await store.transact(async (db) => {
      const { rows } = await sql<{ value: string }>`
        select current_setting('transaction_isolation') as value`.execute(db);
      return rows[0]?.value;
    });
    expect(isolation).toBe('serializable');
  });

  it('that is ended by an administrator fails one request at most', async () => {
    const store = await open();
    const ending = sql`select pg_terminate_backend(pg_backend_pid())`.execute(store.db);
    const error: unknown = await ending.catch((reason: unknown) => reason);
    expect(isDatabaseUnavailable(error)).toBe(true);
    expect(await store.db.selectFrom('accounts').selectAll().execute()).toEqual([]);
  });
});

describe('a database that cannot be had', () => {
  const url = (text: string) => openStore({ url: text }, () => 1000);
  const { address } = inject('postgres');

  it('is one that takes no connections for now, too', async () => {
    const store = await open();
    const administrator = new pg.Client(`${address}/postgres`);
    await administrator.connect();
    const name = place.config.databaseUrl?.split('/').at(-1) ?? '';
    await administrator.query(`alter database "${name}" with allow_connections false`);
    await administrator.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1',
      [name],
    );
    await administrator.end();
    const error: unknown = await store.db
      .selectFrom('accounts')
      .selectAll()
      .execute()
      .catch((reason: unknown) => reason);
    expect(isDatabaseUnavailable(error)).toBe(true);
  });

  it.each([
    ['because nothing listens', 'postgres://licet:canary-pass@127.0.0.1:1/x'],
    ['because there is no such host', 'postgres://licet:canary-pass@nowhere.invalid/x'],
    ['because there is none of that name', `${address.replace('licet', 'licet:canary-pass')}/none`],
    ['because the user is unknown', `${address.replace('licet', 'nobody:canary-pass')}/postgres`],
  ])('says so without the password, %s', async (_why, text) => {
    const error: unknown = await url(text).catch((reason: unknown) => reason);
    expect(isDatabaseUnavailable(error)).toBe(true);
    const { message, stack = '' } = error as Error;
    expect(message).not.toBe('');
    expect(`${stack}${JSON.stringify(error)}`).not.toContain('canary-pass');
  });
});
