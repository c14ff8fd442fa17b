import Database from 'better-sqlite3';
import { closeSync, createReadStream, fsyncSync, openSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { licenseColumns, toLicenseRow } from './rows.js';
import {
  documentColumns,
  domainOf,
  licenseTables,
  type BulkTables,
  type LicenseDraft,
} from './tables.js';

const readBytes = 1024 * 1024;

export function openSqliteTables(file: string): BulkTables {
  const database = new Database(file);
  const accountId = String(database.prepare('select account_id from accounts').pluck().get());
  const insertAll = createInsert(database, accountId);
  const copyAll = createCopy(database, accountId);
  return {
    accountId,
    insertLicenses: (drafts) => Promise.resolve(insertAll(drafts)),
    withoutIndexes: async (load) => {
      const again = dropIndexes(database);
      // The keys stay, and are in no order: their pages are kept in memory until all rows are in.
      // Off altogether it cannot be turned: this driver forbids it, without a word.
      database.pragma('journal_mode = MEMORY');
      database.pragma('synchronous = OFF');
      database.pragma('foreign_keys = OFF');
      database.pragma('cache_size = -6000000');
      database.exec('begin');
      await load();
      database.exec('commit');
      for (const statement of again) database.exec(statement);
      database.pragma('journal_mode = WAL');
    },
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
    readAll: async () => {
      await finished(createReadStream(file, { highWaterMark: readBytes }).resume());
    },
    close: () => {
      database.close();
      syncFile(file);
      return Promise.resolve();
    },
  };
}

/** Otherwise the system writes gigabytes while others are measured. */
function syncFile(file: string): void {
  const opened = openSync(file, 'r+');
  fsyncSync(opened);
  closeSync(opened);
}

type Insert = (drafts: readonly LicenseDraft[]) => readonly string[];

function createInsert(database: Database.Database, accountId: string): Insert {
  const marks = licenseColumns.map(() => '?').join(', ');
  const insertLicense = database.prepare(
    `insert into licenses (${licenseColumns.join(', ')}) values (${marks})`,
  );
  const insertDomain = database.prepare(
    `insert into license_domains (account_id, license_id, name, scope) values (?, ?, ?, 'host+www')`,
  );
  const insertTerm = database.prepare(
    'insert into license_terms (account_id, license_id, term) values (?, ?, ?)',
  );
  return database.transaction((drafts: readonly LicenseDraft[]) =>
    drafts.map((draft) => {
      const { licenseId, values } = toLicenseRow(accountId, draft);
      insertLicense.run(...values);
      for (const insert of [insertDomain, insertTerm])
        insert.run(accountId, licenseId, domainOf(licenseId));
      return licenseId;
    }),
  );
}

function createCopy(
  database: Database.Database,
  accountId: string,
): (ids: readonly string[]) => void {
  const original = database.prepare('select min(jti) from documents').pluck().get();
  const copyDocument = database.prepare(
    `insert into documents (${documentColumns}) select account_id, @id, gen, @id, kid, list, slot, issued_at, bytes from documents where account_id = @accountId and jti = @original`,
  );
  return database.transaction((ids: readonly string[]) => {
    for (const id of ids) copyDocument.run({ id, accountId, original });
  });
}

/** Returns the statements that make what was dropped. */
function dropIndexes(database: Database.Database): readonly string[] {
  const marks = licenseTables.map(() => '?').join(', ');
  const indexes = database
    .prepare<unknown[], { readonly name: string; readonly make: string }>(
      `select name, sql as make from sqlite_master where type = 'index' and sql is not null and tbl_name in (${marks})`,
    )
    .all(...licenseTables);
  for (const { name } of indexes) database.exec(`drop index "${name}"`);
  return indexes.map(({ make }) => make);
}
