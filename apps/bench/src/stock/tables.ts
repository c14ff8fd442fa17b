import Database from 'better-sqlite3';
import pg from 'pg';
import { licenseColumns, toLicenseRow, type LicenseDraft } from './rows.js';

/** The tables of a server, filled in bulk. */
export interface BulkTables {
  readonly accountId: string;
  /** Resolves with the ids of the licenses. Each has a domain. */
  insertLicenses(drafts: readonly LicenseDraft[]): Promise<readonly string[]>;
  /** Copies the one document that there is for so many licenses. */
  copyDocument(licenseIds: readonly string[]): Promise<void>;
  /** Bytes that all tables and their indexes take. */
  size(): Promise<number>;
  close(): Promise<void>;
}

const columns = licenseColumns.join(', ');
const documentColumns =
  'account_id, license_id, gen, jti, kid, list, slot, issued_at, bytes' as const;

/** The columns of a table as arrays go over at once. */
export async function openPostgresTables(url: string): Promise<BulkTables> {
  const client = new pg.Client(url);
  await client.connect();
  const accountId = await readOne(client, 'select account_id as one from accounts');
  const original = await readOne(client, 'select min(jti) as one from documents');
  const arrays = licenseColumns.map((_, index) => `$${String(index + 1)}::text[]`).join(', ');
  const casts = licenseColumns.map((name) => (isNumber(name) ? `${name}::bigint` : name));
  const insertLicenses = `insert into licenses (${columns}) select ${casts.join(', ')} from unnest(${arrays}) as row (${columns})`;
  let inserted = 0;
  // A foreign key is checked by a plan that was made when the table was small, unless the statistics are renewed as it grows.
  const analyze = async (count: number) => {
    const isGrown = Math.log2(inserted + count) >= Math.ceil(Math.log2(inserted + 1));
    inserted += count;
    if (isGrown) await client.query('analyze licenses');
  };
  return {
    accountId,
    insertLicenses: async (drafts) => {
      const rows = drafts.map((draft) => toLicenseRow(accountId, draft));
      const ids = rows.map(({ licenseId }) => licenseId);
      const values = licenseColumns.map((_, column) => rows.map((row) => row.values[column]));
      await client.query(insertLicenses, values);
      await analyze(ids.length);
      await client.query(
        `insert into license_domains select $1, id, 'shop.example.com', 'host+www' from unnest($2::text[]) as id`,
        [accountId, ids],
      );
      return ids;
    },
    copyDocument: async (ids) => {
      await client.query(
        `insert into documents (${documentColumns}) select account_id, id, gen, id, kid, list, slot, issued_at, bytes from documents, unnest($2::text[]) as id where jti = $1`,
        [original, ids],
      );
    },
    size: async () => {
      await client.query('vacuum analyze');
      const { rows } = await client.query<{ size: string }>(
        'select pg_database_size(current_database()) as size',
      );
      return Number(rows[0]?.size);
    },
    close: () => client.end(),
  };
}

async function readOne(client: pg.Client, statement: string): Promise<string> {
  const { rows } = await client.query<{ one: string }>(statement);
  return rows[0]?.one ?? '';
}

function isNumber(name: string): boolean {
  return /_at$|^(seats|imported|gen|version)$/.test(name);
}

export function openSqliteTables(file: string): BulkTables {
  const database = new Database(file);
  const accountId = String(database.prepare('select account_id from accounts').pluck().get());
  const original = database.prepare('select min(jti) from documents').pluck().get();
  const marks = licenseColumns.map(() => '?').join(', ');
  const insertLicense = database.prepare(`insert into licenses (${columns}) values (${marks})`);
  const insertDomain = database.prepare(
    `insert into license_domains values (?, ?, 'shop.example.com', 'host+www')`,
  );
  const copyDocument = database.prepare(
    `insert into documents (${documentColumns}) select account_id, @id, gen, @id, kid, list, slot, issued_at, bytes from documents where account_id = @accountId and jti = @original`,
  );
  const insertAll = database.transaction((drafts: readonly LicenseDraft[]) =>
    drafts.map((draft) => {
      const { licenseId, values } = toLicenseRow(accountId, draft);
      insertLicense.run(...values);
      insertDomain.run(accountId, licenseId);
      return licenseId;
    }),
  );
  const copyAll = database.transaction((ids: readonly string[]) => {
    for (const id of ids) copyDocument.run({ id, accountId, original });
  });
  return {
    accountId,
    insertLicenses: (drafts) => Promise.resolve(insertAll(drafts)),
    copyDocument: (ids) => {
      copyAll(ids);
      return Promise.resolve();
    },
    size: () => {
      database.pragma('wal_checkpoint(truncate)');
      const [pages, bytes] = ['page_count', 'page_size'].map((name) =>
        Number(database.pragma(name, { simple: true })),
      );
      return Promise.resolve((pages ?? 0) * (bytes ?? 0));
    },
    close: () => {
      database.close();
      return Promise.resolve();
    },
  };
}
