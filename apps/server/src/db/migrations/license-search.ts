import { sql, type Kysely } from 'kysely';

/** What licenses are found by as somebody types, indexes that answer lists and counts without a row, and counts of refusals. */
export async function createLicenseSearch(db: Kysely<unknown>): Promise<void> {
  await createTerms(db);
  await fillTerms(db);
  await createCoveringIndexes(db.schema);
  await createRefusals(db.schema);
}

type Schema = Kysely<unknown>['schema'];

async function createTerms({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('license_terms')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('license_id', 'text', (column) => column.notNull())
    .addColumn('term', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('license_terms_key', ['account_id', 'license_id', 'term'])
    .addForeignKeyConstraint('license_terms_license', ['account_id', 'license_id'], 'licenses', [
      'account_id',
      'license_id',
    ])
    .execute();
  await schema
    .createIndex('license_terms_by_term')
    .on('license_terms')
    .columns(['account_id', 'term', 'license_id'])
    .execute();
}

/** Before this there were licenses of domains only. */
async function fillTerms(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into license_terms (account_id, license_id, term)
    select distinct account_id, license_id, name from license_domains
  `.execute(db);
}

async function createCoveringIndexes(schema: Schema): Promise<void> {
  const filters = ['state', 'kind', 'valid_to', 'valid_from'];
  for (const [name, columns] of [
    ['licenses_listed', ['created_at', 'license_id', 'product', ...filters]],
    ['licenses_of_product', ['product', 'created_at', 'license_id', ...filters]],
    ['licenses_ending', ['valid_to', 'license_id', 'product', 'state', 'kind', 'valid_from']],
    ['licenses_counted', ['product', ...filters]],
  ] as const) {
    await schema
      .createIndex(name)
      .on('licenses')
      .columns(['account_id', ...columns])
      .execute();
  }
  for (const obsolete of ['licenses_by_creation', 'licenses_by_end']) {
    await schema.dropIndex(obsolete).execute();
  }
  await schema
    .createIndex('activations_of_license')
    .on('activations')
    .columns(['account_id', 'license_id', 'created_at', 'activation_id'])
    .execute();
  await schema
    .createIndex('seats_in_use')
    .on('seats')
    .columns(['account_id', 'ends_at', 'license_id'])
    .execute();
}

async function createRefusals(schema: Schema): Promise<void> {
  await schema
    .createTable('refusals')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('day', 'integer', (column) => column.notNull())
    .addColumn('product', 'text', (column) => column.notNull())
    .addColumn('code', 'text', (column) => column.notNull())
    .addColumn('count', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('refusals_key', ['account_id', 'day', 'product', 'code'])
    .execute();
}
