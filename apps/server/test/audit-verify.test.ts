import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { openContext } from '../src/open-context.js';
import { anchorAuditLog } from '../src/services/audit/anchor.js';
import { verifyAuditLog, type AuditReport } from '../src/services/audit/verify-audit-log.js';
import { startServerForTest, startTestServer, type TestServer } from './support/test-server.js';

let server: TestServer;
/** The chain of the server: three keys, then products. */
let chain: string;
beforeEach(async () => {
  server = await startServerForTest();
  for (const code of ['a', 'b', 'c']) await server.post('/v1/products', { code, name: code });
  await anchorAuditLog(server.context);
  await server.post('/v1/products', { code: 'd', name: 'd' });
  chain = (await server.get('/v1/audit-log')).json.items[0].chain;
});

/** Does what somebody with access to the database could do. */
async function tamper(statement: string): Promise<void> {
  const { numAffectedRows } = await sql.raw(statement).execute(server.context.store.db);
  if (numAffectedRows === 0n) throw new Error('Nothing was changed.');
}

const verify = (noted?: AuditReport['newestAnchor']) => verifyAuditLog(server.context, noted);
const faults = async () =>
  (await verify()).faults.map(({ place, finding }) => `${place} ${finding}`);
const where = (seq: number) => `where chain = '${chain}' and seq = ${String(seq)}`;

describe('the verification of an audit log', () => {
  it('finds nothing in one that nobody touched, and tells what it checked', async () => {
    const report = await verify();
    // The chain of the first start and this one.
    expect(report).toMatchObject({ entries: 8, chains: 2, anchors: 1, notAnchored: 1, faults: [] });
    expect(report.newestAnchor?.seq).toBe(1);
  });

  it.each([
    ['at', 'at + 1'],
    ['actor', "'system2'"],
    ['action', "'product.delete'"],
    ['target', "'x'"],
    ['product', 'null'],
    ['details', '\'{"termDays":1}\''],
    ['details', "'{'"],
    ['previous_mac', "'x'"],
    ['mac', "'x'"],
    ['seq', 'seq + 100'],
    ['chain', "'chn_other'"],
    ['account_id', "'acc_2'"],
  ])('names the entry whose %s was changed to %s', async (column, value) => {
    await tamper(`update audit_log set ${column} = ${value} ${where(4)}`);
    expect((await faults()).join('\n')).toContain(
      ['seq', 'chain', 'account_id'].includes(column)
        ? `entry ${chain}.4 is missing`
        : `entry ${chain}.4 was changed`,
    );
    expect((await server.get('/v1/audit-log')).status).toBe(200);
  });

  it('finds a change of the newest entry, which no anchor covers', async () => {
    await tamper(`update audit_log set target = 'x' ${where(7)}`);
    expect(await faults()).toEqual([expect.stringContaining(`entry ${chain}.7 was changed`)]);
  });

  it('finds an entry that was taken out of the middle, or from the beginning', async () => {
    await tamper(`delete from audit_log ${where(5)}`);
    expect(await faults()).toEqual([`entry ${chain}.5 is missing`]);
    await tamper(`delete from audit_log ${where(1)}`);
    expect(await faults()).toEqual([`entry ${chain}.1 is missing`]);
  });

  it('finds a gap that was closed by counting anew', async () => {
    await tamper(`delete from audit_log ${where(5)}`);
    await tamper(`update audit_log set seq = 5 ${where(6)}`);
    await tamper(`update audit_log set seq = 6 ${where(7)}`);
    expect(await faults()).toEqual([expect.stringContaining(`entry ${chain}.5 was changed`)]);
  });

  it('finds two entries that changed places', async () => {
    await tamper(`update audit_log set seq = 100 ${where(4)}`);
    await tamper(`update audit_log set seq = 4 ${where(5)}`);
    await tamper(`update audit_log set seq = 5 ${where(100)}`);
    expect(await faults()).toEqual([expect.stringContaining(`entry ${chain}.4 was changed`)]);
  });

  it('finds an invented entry', async () => {
    await tamper(
      `insert into audit_log select account_id, chain, 8, at, actor, action, 'x', product, details, mac, mac from audit_log ${where(7)}`,
    );
    expect(await faults()).toEqual([expect.stringContaining(`entry ${chain}.8 was changed`)]);
  });

  it('finds by the anchor that the end of a chain was cut off', async () => {
    await tamper(`delete from audit_log where chain = '${chain}' and seq > 4`);
    expect(await faults()).toEqual([
      `entry ${chain}.5 is missing, with all up to the 6 that an anchor saw`,
    ]);
  });

  it('finds by the anchor that a whole chain is gone, or all of them', async () => {
    await tamper(`delete from audit_log where chain = '${chain}'`);
    expect(await faults()).toEqual([
      `entry ${chain}.1 is missing, with all up to the 6 that an anchor saw`,
    ]);
    await tamper('delete from audit_log');
    expect(await faults()).toHaveLength(2);
  });

  it.each([
    ['changed', "update audit_anchors set heads = '[]' where seq = 2", 'anchor 2 was changed'],
    ['moved in time', 'update audit_anchors set at = 0 where seq = 2', 'anchor 2 was changed'],
    ['removed', 'delete from audit_anchors where seq = 2', 'anchor 2 is missing'],
    ['removed at the beginning', 'delete from audit_anchors where seq = 1', 'anchor 1 is missing'],
  ])('finds an anchor that was %s', async (_what, sql, finding) => {
    for (const code of ['e', 'f']) {
      await anchorAuditLog(server.context);
      await server.post('/v1/products', { code, name: code });
    }
    await anchorAuditLog(server.context);
    await tamper(sql);
    expect(await faults()).toEqual([finding]);
  });

  it('finds a cut together with the newest anchor when that was noted elsewhere', async () => {
    await anchorAuditLog(server.context);
    const { newestAnchor } = await verify();
    expect((await verify(newestAnchor)).faults).toEqual([]);
    await tamper(`delete from audit_log ${where(7)}`);
    await tamper('delete from audit_anchors where seq = 2');
    expect(await faults()).toEqual([]);
    const { faults: found } = await verify(newestAnchor);
    expect(found).toEqual([{ place: 'anchor 2', finding: 'is not there as it was noted' }]);
  });

  it('does not let a later anchor cover a cut', async () => {
    await tamper(`delete from audit_log where chain = '${chain}' and seq > 4`);
    const other = await startTestServer({ place: server.place });
    await anchorAuditLog(other.context);
    await other.stop();
    expect(await faults()).toEqual([expect.stringContaining(`entry ${chain}.5 is missing`)]);
  });
});

describe('an anchor', () => {
  const count = async () => (await verify()).anchors;

  it('is set only when there is something new', async () => {
    await anchorAuditLog(server.context);
    await anchorAuditLog(server.context);
    expect(await count()).toBe(2);
    server.clock.now += 10 * 86_400;
    await anchorAuditLog(server.context);
    expect(await count()).toBe(2);
    await server.post('/v1/products', { code: 'e', name: 'e' });
    await anchorAuditLog(server.context);
    expect(await verify()).toMatchObject({ anchors: 3, notAnchored: 0, faults: [] });
  });

  it('covers what many requests at once changed, in one chain whoever had to begin again', async () => {
    const create = (code: string) => server.post('/v1/products', { code, name: code });
    const codes = Array.from({ length: 30 }, (_, index) => `p${String(index)}`);
    // Each code twice: one of the two is refused.
    const answers = await Promise.all([...codes, ...codes].map(create));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(30);
    await anchorAuditLog(server.context);
    expect(await verify()).toMatchObject({ entries: 38, chains: 2, notAnchored: 0, faults: [] });
  });

  it('covers the chains of other processes, also of one that crashed', async () => {
    const crashed = await startTestServer({ place: server.place });
    await crashed.post('/v1/products', { code: 'e', name: 'e' });
    await anchorAuditLog(server.context);
    expect(await verify()).toMatchObject({ chains: 3, notAnchored: 0, faults: [] });
    await crashed.stop();
  });

  it('is set once by many at once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => anchorAuditLog(server.context)));
    expect(await verify()).toMatchObject({ anchors: 2, notAnchored: 0, faults: [] });
  });
});

it('a restart begins another chain and leaves those before it as they are', async () => {
  const context = await openContext({ ...server.place.config, publicUrl: undefined });
  const record = { action: 'product.update', target: 'a', product: 'a' } as const;
  await context.auditLog.transact({ kind: 'system' }, (_db, write) => write(record));
  expect(await verify()).toMatchObject({ chains: 3, faults: [] });
  await context.store.close();
});
