import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createWrite } from '../../src/db/batching/write-together.js';
import { isDatabaseUnavailable } from '../../src/db/database-faults.js';
import { openStore, type Store } from '../../src/db/store.js';
import type { Db } from '../../src/db/tables.js';
import type { Caller } from '../../src/services/api-keys/authenticate.js';
import { system } from '../../src/services/audit/actor.js';
import { createAuditLog, type AuditDraft } from '../../src/services/audit/audit-log.js';
import { encodeEntry } from '../../src/services/audit/entry.js';
import { checkoutLease } from '../../src/services/leases/checkout-lease.js';
import { plainCommit } from '../../src/services/write.js';
import { createProducts } from '../support/licenses.js';
import { createPlace } from '../support/place.js';
import { sellSerial } from '../support/serials.js';
import { startServerForTest } from '../support/test-server.js';

const shared = { isolation: 'shared' } as const;

async function open(): Promise<Store> {
  const place = await createPlace('empty');
  onTestFinished(() => place.remove());
  const store = await openStore(place.store, () => 1000);
  onTestFinished(() => store.close());
  return store;
}

const insert = async (db: Db, account_id: string): Promise<string> => {
  const row = { account_id, iss: '', created_at: 1000, first_served_at: null };
  await db.insertInto('accounts').values(row).execute();
  return account_id;
};

/** What somebody else sees, with the transaction that stored it. */
async function read(store: Store): Promise<{ id: string; stored_by: string }[]> {
  const { rows } = await sql<{ id: string; stored_by: string }>`
    select account_id as id, xmin::text as stored_by from accounts order by 1`.execute(store.db);
  return rows;
}

const idsOf = async (store: Store): Promise<string[]> => (await read(store)).map(({ id }) => id);

describe('the shared writes of one turn', () => {
  it('are stored by one transaction, before anybody is told', async () => {
    const store = await open();
    const seen = await Promise.all(
      ['a', 'b', 'c'].map(async (id) => {
        const value = await store.transact((db) => insert(db, id), shared);
        return [value, await idsOf(store)];
      }),
    );
    const all = ['a', 'b', 'c'];
    expect(seen).toEqual(all.map((id) => [id, all]));
    expect(new Set((await read(store)).map(({ stored_by }) => stored_by)).size).toBe(1);
  });

  it('do not fail for another, whether it throws or the database refuses it, and leave nothing of it', async () => {
    const store = await open();
    const results = await Promise.allSettled([
      store.transact((db) => insert(db, 'a'), shared),
      store.transact(async (db) => {
        await insert(db, 'b');
        throw new Error('never mind');
      }, shared),
      store.transact((db) => sql`select 1 / 0`.execute(db), shared),
      store.transact((db) => insert(db, 'c'), shared),
    ]);
    expect(results).toMatchObject([
      { value: 'a' },
      { reason: { message: 'never mind' } },
      { reason: { code: '22012' } },
      { value: 'c' },
    ]);
    expect(await idsOf(store)).toEqual(['a', 'c']);
  });

  it('are none of them stored when their connection is lost, and all are told so', async () => {
    const store = await open();
    const results = await Promise.allSettled([
      store.transact((db) => insert(db, 'a'), shared),
      store.transact(
        (db) => sql`select pg_terminate_backend(pg_backend_pid())`.execute(db),
        shared,
      ),
      store.transact((db) => insert(db, 'c'), shared),
    ]);
    for (const result of results) {
      expect(result.status === 'rejected' && isDatabaseUnavailable(result.reason)).toBe(true);
    }
    expect(await idsOf(store)).toEqual([]);
    expect(store.isWritable()).toBe(false);
    await store.transact((db) => insert(db, 'd'), shared);
    expect(await idsOf(store)).toEqual(['d']);
  });

  it('do not wait for a row with the one who wants it', async () => {
    const store = await open();
    await store.transact((db) => insert(db, 'wanted'));
    const touch = (db: Db) => db.updateTable('accounts').set({ iss: 'touched' }).execute();
    let letGo: () => void = () => undefined;
    const hold = new Promise<void>((end) => (letGo = end));
    let isHeld: () => void = () => undefined;
    const held = new Promise<void>((begun) => (isHeld = begun));
    const holder = store.transact(
      async (db) => {
        await touch(db);
        isHeld();
        await hold;
      },
      { isolation: 'read committed' },
    );
    await held;
    const waiting = store.transact(touch, shared);
    // Ends while the row is still held.
    expect(await store.transact((db) => insert(db, 'other'), shared)).toBe('other');
    letGo();
    await Promise.all([holder, waiting]);
  });

  it('ask for what can be asked for together by one statement, and one after the other for the same', async () => {
    const store = await open();
    const statements: string[][] = [];
    const write = createWrite<string, string>({
      one: () => Promise.reject(new Error('not alone')),
      many: async (db, asks) => {
        statements.push([...asks]);
        await sql`select 1`.execute(db);
        return asks.map((ask) => `${ask}!`);
      },
      keyOf: (ask) => ask.slice(0, 1),
    });
    const asks = ['a1', 'b1', 'a2', 'a3', 'c1'];
    const answers = await Promise.all(
      asks.map((ask) => store.transact((db) => write(db, ask), shared)),
    );
    expect(answers).toEqual(asks.map((ask) => `${ask}!`));
    expect(statements).toEqual([['a1', 'b1', 'c1'], ['a2'], ['a3']]);
  });
});

describe('the audit log of shared writes', () => {
  const mac = (text: string) => createHmac('sha256', 'key').update(text).digest('base64url');
  const draft = (target: string): AuditDraft => ({ action: 'lease.checkout', target });

  async function readChain(store: Store): Promise<string[]> {
    const rows = await store.db.selectFrom('audit_log').selectAll().orderBy('seq').execute();
    for (const [index, entry] of rows.entries()) {
      expect([entry.chain, entry.seq]).toEqual([rows[0]?.chain, index + 1]);
      expect(entry.previous_mac).toBe(rows[index - 1]?.mac ?? '');
      expect(entry.mac).toBe(mac(encodeEntry(entry)));
    }
    return rows.map(({ target }) => target);
  }

  it('is one chain, in the order in which they came, beside writes that are alone', async () => {
    const store = await open();
    const log = createAuditLog(store, 'acc', mac);
    const targets = Array.from({ length: 60 }, (_, index) => String(index));
    await Promise.all(
      targets.map((target, index) =>
        log.transact(
          system,
          async (_db, record) => record(draft(target)),
          index % 10 === 0 ? 'serializable' : 'shared',
        ),
      ),
    );
    const chain = await readChain(store);
    expect([...chain].sort()).toEqual([...targets].sort());
    const isShared = (target: string) => Number(target) % 10 !== 0;
    expect(chain.filter(isShared)).toEqual(targets.filter(isShared));
  });

  it('has each entry once when the members of a batch begin again, and none of the one that failed', async () => {
    const store = await open();
    const log = createAuditLog(store, 'acc', mac);
    const targets = ['a', 'b', 'poison', 'c'];
    const results = await Promise.allSettled(
      targets.map((target) =>
        log.transact(
          system,
          async (db, record) => {
            await record(draft(target));
            if (target === 'poison') await sql`select 1 / 0`.execute(db);
          },
          'shared',
        ),
      ),
    );
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect((await readChain(store)).sort()).toEqual(['a', 'b', 'c']);
  });
});

describe('checkouts of one turn', () => {
  it('are one transaction: of new holders, of the same ones, of ended seats and of none', async () => {
    const server = await startServerForTest();
    await createProducts(server);
    const { context } = server;
    const { id: licenseId } = await sellSerial(server, { seats: 20 });
    const caller: Caller = {
      accountId: context.account.id,
      product: undefined,
      actor: { kind: 'api-key', id: 'key_1' },
      apiKeyId: 'key_1',
      scope: 'client',
      kind: 'publishable',
      network: '127.0.0.1',
      lastUsedAt: null,
    };
    const checkOut = (holders: readonly string[]) =>
      Promise.all(
        holders.map(async (holder) => {
          const request = { licenseId, holder };
          const outcome = await checkoutLease(
            context,
            caller,
            request,
            plainCommit(context, system),
          );
          return outcome.ok ? outcome.value.generation : outcome.code;
        }),
      );
    const transactions = async () => {
      const { rows } = await sql<{ count: number }>`
        select count(distinct xmin::text) as count from seats`.execute(context.store.db);
      return rows[0]?.count;
    };
    const name = (prefix: string, count: number) =>
      Array.from({ length: count }, (_, index) => `${prefix}${String(index)}`);
    const times = <T>(count: number, value: T) => Array.from({ length: count }, () => value);

    expect(await checkOut(name('a', 20))).toEqual(times(20, 1));
    expect(await transactions()).toBe(1);
    expect(await checkOut([...name('a', 20), ...name('b', 5)])).toEqual([
      ...times(20, 1),
      ...times(5, 'no_seat_free'),
    ]);
    expect(await transactions()).toBe(1);
    server.clock.now += 600;
    expect(await checkOut([...name('a', 10), ...name('b', 10), ...name('c', 10)])).toEqual([
      ...times(20, 2),
      ...times(10, 'no_seat_free'),
    ]);
    expect(await transactions()).toBe(1);
    // Of a later version, which starts beside this one.
    await sql`alter table seats add column to_come text`.execute(context.store.db);
    server.clock.now += 600;
    expect(await checkOut(name('d', 21))).toEqual([...times(20, 3), 'no_seat_free']);
    expect(await transactions()).toBe(1);
  });
});
