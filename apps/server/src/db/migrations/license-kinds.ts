import { sql, type Kysely } from 'kysely';

/** Licenses of all kinds, who holds them, and what became of their documents. */
export async function createLicenseKinds({ schema }: Kysely<unknown>): Promise<void> {
  await extendProducts(schema);
  await extendLicenses(schema);
  await extendStatusSlots(schema);
  await createSeats(schema);
  await createActivations(schema);
  await createHolders(schema);
}

type Schema = Kysely<unknown>['schema'];

/** One column a statement: SQLite takes no more. */
async function extendProducts(schema: Schema): Promise<void> {
  const table = () => schema.alterTable('products');
  await table()
    .addColumn('proof_days', 'integer', (column) => column.notNull().defaultTo(30))
    .execute();
  await table().addColumn('transfer_limit', 'integer').execute();
  await table().addColumn('activations_per_day', 'integer').execute();
  await table().addColumn('policy', 'text').execute();
  await table().addColumn('features', 'text').execute();
  await table()
    .addColumn('maintenance', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
}

async function extendLicenses(schema: Schema): Promise<void> {
  const table = () => schema.alterTable('licenses');
  for (const name of ['serial', 'computer_id', 'site_code', 'server_path', 'features']) {
    await table().addColumn(name, 'text').execute();
  }
  for (const name of ['policy', 'maintenance', 'holder']) {
    await table().addColumn(name, 'text').execute();
  }
  await table().addColumn('seats', 'integer').execute();
  await table()
    .addColumn('transfers', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await schema
    .createIndex('licenses_serial')
    .unique()
    .on('licenses')
    .columns(['account_id', 'serial'])
    .execute();
  for (const [index, column] of [
    ['licenses_by_end', 'valid_to'],
    ['licenses_by_holder', 'holder'],
  ] as const) {
    await schema.createIndex(index).on('licenses').columns(['account_id', column]).execute();
  }
}

async function extendStatusSlots(schema: Schema): Promise<void> {
  const table = () => schema.alterTable('status_slots');
  await table()
    .addColumn('status', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await table()
    .addColumn('changed_at', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await schema
    .createIndex('status_slots_by_license')
    .on('status_slots')
    .columns(['account_id', 'license_id'])
    .execute();
  await schema
    .createIndex('status_slots_set')
    .on('status_slots')
    .columns(['account_id', 'list', 'slot'])
    .where(sql.ref('status'), '<>', 0)
    .execute();
}

async function createSeats(schema: Schema): Promise<void> {
  await schema
    .createTable('seats')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('license_id', 'text', (column) => column.notNull())
    .addColumn('seat', 'integer', (column) => column.notNull())
    .addColumn('lease_id', 'text', (column) => column.notNull())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('generation', 'bigint', (column) => column.notNull())
    .addColumn('taken_at', 'bigint', (column) => column.notNull())
    .addColumn('ends_at', 'bigint', (column) => column.notNull())
    .addColumn('list', 'integer')
    .addColumn('slot', 'integer')
    .addPrimaryKeyConstraint('seats_key', ['account_id', 'license_id', 'seat'])
    .addUniqueConstraint('seats_holder', ['account_id', 'license_id', 'holder'])
    .addUniqueConstraint('seats_lease', ['account_id', 'lease_id'])
    .addForeignKeyConstraint('seats_license', ['account_id', 'license_id'], 'licenses', [
      'account_id',
      'license_id',
    ])
    .execute();
  await schema
    .createIndex('seats_by_end')
    .on('seats')
    .columns(['account_id', 'license_id', 'ends_at'])
    .execute();
}

async function createActivations(schema: Schema): Promise<void> {
  await schema
    .createTable('activations')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('activation_id', 'text', (column) => column.notNull())
    .addColumn('license_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('identifier', 'text', (column) => column.notNull())
    .addColumn('identifier_kind', 'text', (column) => column.notNull())
    .addColumn('jti', 'text', (column) => column.notNull())
    .addColumn('gen', 'bigint', (column) => column.notNull())
    .addColumn('list', 'integer', (column) => column.notNull())
    .addColumn('slot', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('last_issued_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .addPrimaryKeyConstraint('activations_key', ['account_id', 'activation_id'])
    .addUniqueConstraint('activations_once', [
      'account_id',
      'license_id',
      'kind',
      'identifier_kind',
      'identifier',
    ])
    .addForeignKeyConstraint('activations_license', ['account_id', 'license_id'], 'licenses', [
      'account_id',
      'license_id',
    ])
    .execute();
  await schema
    .createIndex('activations_by_creation')
    .on('activations')
    .columns(['account_id', 'created_at', 'activation_id'])
    .execute();
}

async function createHolders(schema: Schema): Promise<void> {
  await schema
    .createTable('holders')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('license_id', 'text', (column) => column.notNull())
    .addColumn('identifier', 'text', (column) => column.notNull())
    .addColumn('name', 'text')
    .addColumn('email', 'text')
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('holders_key', ['account_id', 'license_id', 'identifier'])
    .addForeignKeyConstraint('holders_license', ['account_id', 'license_id'], 'licenses', [
      'account_id',
      'license_id',
    ])
    .execute();
}
