import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql, type CompiledQuery } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { isAmong } from './batching/select-by-keys.js';
import { isWanted, selectIds } from './license-lists.js';
import { openStore } from './store.js';

it('makes SQLite enter the index that is selective, also while nothing is stored', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'licet-plans-'));
  const store = await openStore({ file: join(folder, 'test.db') }, () => 1000);
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });
  const explain = async ({ sql: text, parameters }: CompiledQuery) => {
    const parts = text.split('?').map((part) => sql.raw(part));
    const query = parts.flatMap((part, index) => {
      const value = parameters[index];
      return value === undefined ? [part] : [part, sql`${value}`];
    });
    const { rows } = await sql<{
      detail: string;
    }>`explain query plan ${sql.join(query, sql``)}`.execute(store.db);
    return rows.map(({ detail }) => detail).join('\n');
  };
  const reach = { accountId: 'a', product: undefined };
  const list = (filter: Parameters<typeof isWanted>[1]) =>
    selectIds(store.db, reach)
      .where(isWanted('a', filter))
      .orderBy('created_at')
      .orderBy('license_id')
      .limit(51)
      .compile();
  expect(await explain(list({}))).toMatch(/COVERING INDEX licenses_listed/);
  expect(await explain(list({ holder: 'x' }))).toMatch(
    /licenses_by_holder \(account_id=\? AND holder=\?/,
  );
  expect(await explain(list({ serial: 'x' }))).toMatch(
    /licenses_serial \(account_id=\? AND serial=\?/,
  );
  expect(await explain(list({ product: 'x' }))).toMatch(
    /licenses_of_product \(account_id=\? AND product=\?/,
  );
  expect(await explain(list({ domain: 'x' }))).toMatch(
    /license_domains_by_name \(account_id=\? AND name=\?/,
  );
  const ids = Array.from({ length: 1000 }, (_, index) => `lic_${String(index)}`);
  for (const filter of [{}, { product: 'x', state: 'active' }, { expiresBefore: 1 }] as const) {
    const ofIds = selectIds(store.db, reach)
      .where(isWanted('a', filter))
      .where(isAmong(store.db, 'license_id', ids));
    expect(ofIds.compile().parameters.length).toBeLessThan(10);
    expect(await explain(ofIds.compile())).toMatch(/license_id=\?/);
  }
});
