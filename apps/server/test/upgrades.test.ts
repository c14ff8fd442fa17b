import { Kysely, sql, type Transaction } from 'kysely';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Engine } from '../src/db/engine.js';
import { searchLicenses } from '../src/db/license-search.js';
import { findLicenseByKey } from '../src/db/licenses.js';
import { listMigrations, migrateOnce } from '../src/db/migrations/migrate.js';
import { openPostgres } from '../src/db/postgres.js';
import { openSqlite } from '../src/db/sqlite.js';
import { openStore } from '../src/db/store.js';
import type { Tables } from '../src/db/tables.js';
import { tryWhenFree } from '../src/db/try-again.js';
import { operationsOf } from './support/document.js';
import { createStock } from './support/good-request.js';
import { createProducts, paths, sell } from './support/licenses.js';
import { createPlace, type TestPlace } from './support/place.js';
import { startProgram } from './support/program.js';
import { create, kindRequests } from './support/sales.js';
import { startServerForTest, type TestServer } from './support/test-server.js';
import { v1Requests } from './support/v1-requests.js';
import { v5Requests } from './support/v5-requests.js';

const newest = listMigrations().length;

/** A connection like that which brings tables up to date. */
function connect({ store }: TestPlace): Kysely<Tables> {
  const engine: Engine = 'url' in store ? openPostgres(store.url) : openSqlite(store.file);
  const db = new Kysely<Tables>({ dialect: engine.migrationDialect });
  onTestFinished(() => db.destroy());
  return db;
}

const migrate = (db: Kysely<Tables>): Promise<boolean> => db.transaction().execute(migrateOnce);

/** What the tables, their indexes and their constraints are, in the words of the engine. */
async function describeTables(db: Kysely<Tables>): Promise<unknown> {
  const tables = await db.introspection.getTables();
  const columns = tables.map(({ name, columns: all }) => [
    name,
    all.map((column) => JSON.stringify(column)).sort(),
  ]);
  return [columns.sort(), (await describeIndexes(db)).rows];
}

/** With the constraints, which SQLite keeps in the text of each table. */
function describeIndexes(db: Kysely<Tables>) {
  if ('file' in place.store)
    return sql`select type, name, sql from sqlite_schema order by type, name`.execute(db);
  return sql`
    select tablename as on_table, indexname as name, indexdef as text from pg_indexes
    where schemaname = current_schema()
    union all
    select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
    where connamespace = current_schema()::regnamespace
    order by 1, 2, 3
  `.execute(db);
}

async function appliedMigrations(db: Kysely<Tables>): Promise<readonly string[]> {
  const { rows } = await sql<{
    name: string;
  }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

let place: TestPlace;

type Row = Readonly<Record<string, string | number>>;

/** The tables that are ours. */
async function listTables(db: Kysely<Tables>) {
  const tables = await db.introspection.getTables();
  return tables.filter(({ name }) => !name.startsWith('kysely'));
}

/** What rows refer to each other by, or are looked for by. All else may be anything. */
const known: Row = {
  account_id: 'acc_1',
  license_id: 'lic_1',
  code: 'acme-shop',
  product: 'acme-shop',
  kind: 'domain',
  state: 'active',
  name: 'shop.example.com',
  scope: 'host',
  term: 'shop.example.com',
  key_hmac: 'hmac',
};

/** Puts a row with something in every column into every table. Those that refer to others come after them. */
async function fillTables(db: Kysely<Tables>): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>();
  const left = await listTables(db);
  for (let attempts = 0; left.length > 0; attempts += 1) {
    if (attempts > 1000) throw new Error('There is no order of the tables.');
    const [table] = left.splice(0, 1);
    if (table === undefined) break;
    const { name, columns } = table;
    const valueOf = (column: string, type: string) =>
      known[column] ?? (/int/i.test(type) ? 1 : 'x');
    const row = Object.fromEntries(
      columns.map((column) => [column.name, valueOf(column.name, column.dataType)]),
    );
    const names = sql.join(Object.keys(row).map((column) => sql.ref(column)));
    const values = sql.join(Object.values(row));
    const inserting = sql`insert into ${sql.table(name)} (${names}) values (${values})`;
    const isStored = await inserting.execute(db).then(
      () => true,
      () => false,
    );
    if (isStored) rows.set(name, row);
    else left.push(table);
  }
  return rows;
}

/** Brings an empty database to where a version of that many migrations left it, and fills it. */
async function makeOld(count: number): Promise<Map<string, Row>> {
  const db = connect(place);
  for (let done = 0; done < count; done += 1) await migrate(db);
  return fillTables(db);
}

describe('an older database', () => {
  beforeEach(async () => {
    place = await createPlace('empty');
    onTestFinished(() => place.remove());
  });

  it.each(Array.from({ length: newest }, (_, count) => [count]))(
    'of %i migrations becomes what a new one is, with all that was in it',
    async (count) => {
      const rows = await makeOld(count);
      const store = await openStore(place.store, () => 2000);
      onTestFinished(() => store.close());
      expect(await appliedMigrations(store.db)).toEqual(listMigrations());
      const fresh = await createPlace('empty');
      onTestFinished(() => fresh.remove());
      const other = await openStore(fresh.store, () => 2000);
      onTestFinished(() => other.close());
      expect(await describeTables(store.db)).toEqual(await describeTables(other.db));
      for (const [table, row] of rows) {
        const { rows: found } = await sql`select * from ${sql.table(table)}`.execute(store.db);
        expect([table, found]).toMatchObject([table, [row]]);
      }
      if (count === 0) return;
      const reach = { accountId: 'acc_1', product: undefined };
      expect(await findLicenseByKey(store.db, reach, 'hmac')).toMatchObject({
        license_id: 'lic_1',
        domains: [{ name: 'shop.example.com', scope: 'host' }],
      });
      const request = { text: 'SHOP.ex', filter: {} };
      const { found } = await searchLicenses(store.db, reach, request, {
        limit: 10,
        after: undefined,
      });
      expect(found.map(({ license }) => license.license_id)).toEqual(['lic_1']);
    },
  );

  it('is as it was when a migration does not come to its end', async () => {
    const db = connect(place);
    for (let count = 0; count < newest; count += 1) {
      const before = await describeTables(db);
      const failing = db.transaction().execute(async (transaction) => {
        expect(await migrateOnce(transaction)).toBe(true);
        throw new Error('cut off');
      });
      await expect(failing).rejects.toThrow('cut off');
      expect(await describeTables(db)).toEqual(before);
      await migrate(db);
    }
  });

  it('is brought up to date once when three servers start on it at once', async () => {
    const db = connect(place);
    await migrate(db);
    await migrate(db);
    const runs = [1, 2, 3].map(() => startProgram([], place.env));
    for (const run of runs) await run.address;
    expect(await appliedMigrations(db)).toEqual(listMigrations());
  });
});

/** What a migration of a later version may do. */
function migrateToCome(db: Kysely<Tables>): Promise<void> {
  return tryWhenFree(() => db.transaction().execute(changeAllTables));
}

async function changeAllTables(transaction: Transaction<Tables>): Promise<void> {
  const { schema } = transaction;
  for (const { name } of await listTables(transaction)) {
    await schema.alterTable(name).addColumn('to_come', 'text').execute();
    await schema
      .alterTable(name)
      .addColumn('to_come_by_default', 'integer', (column) => column.notNull().defaultTo(7))
      .execute();
    await schema
      .createIndex(`${name}_to_come`)
      .on(name)
      .columns(['account_id', 'to_come'])
      .execute();
  }
  await schema
    .createTable('table_to_come')
    .addColumn('account_id', 'text', (column) => column.primaryKey())
    .execute();
  const row = sql`('9999_to_come', '2030')`;
  await sql`insert into kysely_migration (name, timestamp) values ${row}`.execute(transaction);
}

describe('a running server', () => {
  const requests = [...v5Requests, ...v1Requests];
  let server: TestServer;
  beforeEach(async () => {
    place = await createPlace();
    server = await startServerForTest({ place });
    await createProducts(server);
  });

  it('goes on with every operation when a later version has changed its tables', async () => {
    const stock = await createStock(server);
    const document = (await server.get('/openapi.json', { key: '' })).json;
    const reads = operationsOf(document).filter(
      ({ method, path }) => method === 'get' && !path.includes('{'),
    );
    /** The operations that are not answered well. A license is moved so often and no more. */
    const findFailures = async () => {
      const failures: [string, number][] = [];
      for (const row of requests) {
        const { id, method } = row;
        const answer = await server.post(row.path(stock), row.body(stock), method && { method });
        const isGood = answer.status < 300 && answer.json?.valid !== false;
        const isSpent = answer.json?.code === 'transfer_limit_reached';
        if (!isGood && !isSpent) failures.push([id, answer.status]);
      }
      for (const { id, path } of reads) {
        const { status } = await server.get(path);
        if (status >= 300) failures.push([id, status]);
      }
      return failures;
    };
    expect(await findFailures()).toEqual([]);
    await migrateToCome(connect(place));
    expect(await findFailures()).toEqual([]);
  });

  it('answers all that is asked while its tables are changed', async () => {
    const sold = await sell(server);
    const { id } = await create(server, kindRequests.token);
    const statuses = new Set<number>();
    let isOver = false;
    const ask = async (lane: number) => {
      for (let count = 0; !isOver || count < 3; count += 1) {
        const holder = `${String(lane)}-${String(count)}`;
        for (const { status } of [
          await server.post(paths.status, { domainKey: sold.domainkey }),
          await server.post('/v1/leases', { licenseId: id, holder: 'the same' }),
          await server.post('/v1/products', { code: `made-${holder}`, name: 'Made' }),
        ])
          statuses.add(status);
      }
    };
    const lanes = [1, 2, 3, 4].map(ask);
    await migrateToCome(connect(place));
    isOver = true;
    await Promise.all(lanes);
    expect([...statuses].sort()).toEqual([200, 201]);
  });

  it('is not started again by the version that does not know the tables', async () => {
    await migrateToCome(connect(place));
    const run = startProgram([], place.env);
    expect(await run.exit).toBe(1);
    expect(run.stderr()).toMatch(/^[^\n]*a newer version has changed this database[^\n]*\n$/);
    expect((await server.get('/readyz', { key: '' })).status).toBe(200);
  });
});
