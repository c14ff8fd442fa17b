import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openStore, type Store } from '../../db/store.js';
import { system } from './actor.js';
import { createAuditLog, type AuditDraft } from './audit-log.js';
import { encodeEntry } from './entry.js';

const mac = (text: string) => createHmac('sha256', 'key').update(text).digest('base64url');
const draft = (target: string): AuditDraft => ({ action: 'product.create', target });

let store: Store;
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'licet-audit-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  store = await openStore({ file: join(folder, 'test.db') }, () => 1000);
  onTestFinished(() => store.close());
});

/** The targets of each chain, in order. Fails when a chain has a gap or a wrong link. */
async function readChains(): Promise<string[][]> {
  const rows = await store.db
    .selectFrom('audit_log')
    .selectAll()
    .orderBy('chain')
    .orderBy('seq')
    .execute();
  const names = [...new Set(rows.map(({ chain }) => chain))];
  return names.map((name) => {
    const entries = rows.filter(({ chain }) => chain === name);
    for (const [index, entry] of entries.entries()) {
      expect(entry.seq).toBe(index + 1);
      expect(entry.previous_mac).toBe(entries[index - 1]?.mac ?? '');
      expect(entry.mac).toBe(mac(encodeEntry(entry)));
    }
    return entries.map(({ target }) => target);
  });
}

/** A database whose transactions do overlap, up to a commit that takes its time and may fail. */
function createOverlappingStore(commit: () => Promise<void>): Store {
  return {
    ...store,
    async transact(work, options) {
      // Another object each time, as every commit has its own.
      const db = store.db.withoutPlugins();
      const result = await work(db);
      await options?.beforeCommit?.(db);
      await commit();
      return result;
    },
  };
}

const later = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('an audit log', () => {
  it('links the entries of one transaction in their order', async () => {
    const log = createAuditLog(store, 'acc', mac);
    await log.transact(system, async (_db, record) => {
      await record(draft('a'));
      await record(draft('b'));
    });
    await log.transact(system, (_db, record) => record(draft('c')));
    expect(await readChains()).toEqual([['a', 'b', 'c']]);
  });

  it('returns what the work returns, and stores nothing when nothing was recorded', async () => {
    const log = createAuditLog(store, 'acc', mac);
    expect(await log.transact(system, () => Promise.resolve(7))).toBe(7);
    expect(await readChains()).toEqual([]);
  });

  it('has neither an entry nor a gap where a transaction failed', async () => {
    const log = createAuditLog(store, 'acc', mac);
    await log.transact(system, (_db, record) => record(draft('a')));
    const failing = log.transact(system, async (_db, record) => {
      await record(draft('b'));
      throw new Error('never mind');
    });
    await expect(failing).rejects.toThrow('never mind');
    await log.transact(system, (_db, record) => record(draft('c')));
    expect(await readChains()).toEqual([['a', 'c']]);
  });

  it('links transactions that overlap one behind the other, and makes only their ends wait', async () => {
    const log = createAuditLog(createOverlappingStore(later), 'acc', mac);
    const waiting: (() => void)[] = [];
    const targets = Array.from({ length: 20 }, (_, index) => `t${String(index)}`);
    const works = targets.map((target) =>
      log.transact(system, async (_db, record) => {
        await record(draft(target));
        // All of them are under way before the first one ends.
        await new Promise<void>((goOn) => {
          waiting.push(goOn);
          if (waiting.length === targets.length) waiting.forEach((end) => end());
        });
      }),
    );
    await Promise.all(works);
    const [chain, ...others] = await readChains();
    expect(others).toEqual([]);
    expect([...chain!].sort()).toEqual([...targets].sort());
  });

  it('goes on in another chain when it cannot know whether a commit went through', async () => {
    const outcomes = [true, false, true, true];
    const log = createAuditLog(
      createOverlappingStore(async () => {
        await later();
        if (outcomes.shift() === false) throw new Error('connection lost');
      }),
      'acc',
      mac,
    );
    const results = await Promise.allSettled(
      ['a', 'b', 'c', 'd'].map((target) =>
        log.transact(system, (_db, record) => record(draft(target))),
      ),
    );
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    // This database did store what it reported as lost.
    expect((await readChains()).sort()).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('links anew when a database tries a transaction again', async () => {
    const log = createAuditLog(
      {
        ...store,
        async transact(work, options) {
          await store.db
            .transaction()
            .execute(async (db) => {
              await work(db);
              await options?.beforeCommit?.(db);
              throw new Error('serialization failure');
            })
            .catch(() => options?.beginsAgain?.());
          return store.transact(work, options);
        },
      },
      'acc',
      mac,
    );
    for (const target of ['a', 'b']) {
      await log.transact(system, (_db, record) => record(draft(target)));
    }
    expect(await readChains()).toEqual([['a', 'b']]);
  });

  it('refuses a member of the details that is not on the list', async () => {
    const log = createAuditLog(store, 'acc', mac);
    const details = { ...{ domainKey: 'K' }, kind: 'domain' };
    const failing = log.transact(system, (_db, record) => record({ ...draft('a'), details }));
    await expect(failing).rejects.toThrow('domainKey');
    expect(await readChains()).toEqual([]);
  });

  it('writes details alike whatever the order of their members', async () => {
    const log = createAuditLog(store, 'acc', mac);
    for (const details of [
      { kind: 'a', seats: 1 },
      { seats: 1, kind: 'a' },
    ]) {
      await log.transact(system, (_db, record) => record({ ...draft('a'), details }));
    }
    const rows = await store.db.selectFrom('audit_log').select('details').execute();
    expect(rows.map(({ details }) => details)).toEqual([
      '{"kind":"a","seats":1}',
      '{"kind":"a","seats":1}',
    ]);
  });
});
