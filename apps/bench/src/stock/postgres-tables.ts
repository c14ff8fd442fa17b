import pg from 'pg';
import { licenseColumns, toLicenseRow } from './rows.js';
import { documentColumns, domainOf, licenseTables, type BulkTables } from './tables.js';

const columns = licenseColumns.join(', ');

/** The columns of a table as arrays go over at once. */
export async function openPostgresTables(url: string): Promise<BulkTables> {
  const client = new pg.Client(url);
  await client.connect();
  // What is lost in a crash is stocked again.
  await client.query('set synchronous_commit = off');
  const accountId = await readOne(client, 'select account_id as one from accounts');
  const original = await readOne(client, 'select min(jti) as one from documents');
  const analyzeAsItGrows = createAnalysis(client);
  return {
    accountId,
    insertLicenses: async (drafts) => {
      const rows = drafts.map((draft) => toLicenseRow(accountId, draft));
      const ids = rows.map(({ licenseId }) => licenseId);
      const values = licenseColumns.map((_, column) => rows.map((row) => row.values[column]));
      await client.query(insertLicenses, values);
      await analyzeAsItGrows(ids.length);
      const domains = ids.map(domainOf);
      for (const insert of [insertDomains, insertTerms])
        await client.query(insert, [accountId, ids, domains]);
      return ids;
    },
    withoutIndexes: async (load) => {
      const again = await dropIndexes(client);
      await load();
      await client.query(`set maintenance_work_mem = '1GB'`);
      for (const statement of again) await client.query(statement);
    },
    copyDocument: async (ids) => {
      await client.query(copyDocuments, [original, ids]);
    },
    size: async () => {
      await client.query('vacuum analyze');
      await client.query('checkpoint');
      return Number(await readOne(client, 'select pg_database_size(current_database()) as one'));
    },
    readAll: async () => {
      await client.query('create extension if not exists pg_prewarm');
      await client.query(readRelations);
    },
    close: () => client.end(),
  };
}

const arrays = licenseColumns.map((_, index) => `$${String(index + 1)}::text[]`).join(', ');
const casts = licenseColumns.map((name) => (isNumber(name) ? `${name}::bigint` : name));
const insertLicenses = `insert into licenses (${columns}) select ${casts.join(', ')} from unnest(${arrays}) as row (${columns})`;
const insertDomains =
  'insert into license_domains (account_id, license_id, name, scope) select $1, unnest($2::text[]), unnest($3::text[]), $$host+www$$';
const insertTerms =
  'insert into license_terms (account_id, license_id, term) select $1, unnest($2::text[]), unnest($3::text[])';
const copyDocuments = `insert into documents (${documentColumns}) select account_id, id, gen, id, kid, list, slot, issued_at, bytes from documents, unnest($2::text[]) as id where jti = $1`;
// Into the memory of the system: what the database keeps in its own is left to what is asked of it.
const readRelations = `select pg_prewarm(oid, 'read') from pg_class where relkind in ('r', 'i', 't')`;

function isNumber(name: string): boolean {
  return /_at$|^(seats|imported|gen|version)$/.test(name);
}

async function readOne(client: pg.Client, statement: string): Promise<string> {
  const { rows } = await client.query<{ one: string }>(statement);
  return rows[0]?.one ?? '';
}

/** A foreign key is checked by a plan that was made when the table was small, unless the statistics are renewed as it grows. */
function createAnalysis(client: pg.Client): (count: number) => Promise<void> {
  let inserted = 0;
  return async (count) => {
    const isGrown = Math.log2(inserted + count) >= Math.ceil(Math.log2(inserted + 1));
    inserted += count;
    if (isGrown) await client.query('analyze licenses');
  };
}

/** Resolves with the statements that make what was dropped: the keys before the foreign keys that point at them. */
async function dropIndexes(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ drop: string; make: string }>(
    `select format('alter table %s drop constraint %I', relation, name) as drop,
       format('alter table %s add constraint %I %s', relation, name, definition) as make
     from (
       select conrelid::regclass as relation, conname as name, pg_get_constraintdef(oid) as definition,
         contype = 'f' as is_foreign
       from pg_constraint
       where contype in ('p', 'u', 'f')
         and (conrelid = any($1::regclass[]) or confrelid = any($1::regclass[]))
     ) as held
     order by is_foreign`,
    [licenseTables],
  );
  for (const { drop } of rows.toReversed()) await client.query(drop);
  const indexes = await client.query<{ name: string; make: string }>(
    'select indexname as name, indexdef as make from pg_indexes where tablename = any($1)',
    [licenseTables],
  );
  for (const { name } of indexes.rows) await client.query(`drop index ${name}`);
  return [...rows, ...indexes.rows].map(({ make }) => make);
}
