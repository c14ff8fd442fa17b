import { sql, type Kysely } from 'kysely';

/** The tables of the first version; `tables.ts` says what each column means. */
export async function createInitialTables(db: Kysely<unknown>): Promise<void> {
  await createAccounts(db);
  await createKeys(db);
  await createProducts(db);
  await createLicenses(db);
  await createDocuments(db);
  await createIdempotency(db);
}

async function createAccounts({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('accounts')
    .addColumn('account_id', 'text', (column) => column.primaryKey())
    .addColumn('iss', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('first_served_at', 'bigint')
    .execute();
  await schema
    .createTable('secrets')
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.account_id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('mk_id', 'text')
    .addColumn('sealed', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('secrets_key', ['account_id', 'name'])
    .execute();
}

async function createKeys({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('signing_keys')
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.account_id'))
    .addColumn('kid', 'text', (column) => column.notNull())
    .addColumn('use', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('pem', 'text', (column) => column.notNull())
    .addColumn('statement', 'text')
    .addColumn('certificate', 'text', (column) => column.notNull())
    .addColumn('pkcs12', 'text', (column) => column.notNull())
    .addColumn('passphrase_sealed', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('retired_at', 'bigint')
    .addPrimaryKeyConstraint('signing_keys_key', ['account_id', 'kid'])
    .execute();
  await schema
    .createIndex('signing_keys_one_active')
    .unique()
    .on('signing_keys')
    .columns(['account_id', 'use'])
    .where(sql.ref('status'), '=', 'active')
    .execute();
  await schema
    .createTable('api_keys')
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.account_id'))
    .addColumn('api_key_id', 'text', (column) => column.notNull())
    .addColumn('key_hash', 'text', (column) => column.notNull())
    .addColumn('last4', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('scope', 'text', (column) => column.notNull())
    .addColumn('product', 'text')
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .addColumn('last_used_at', 'bigint')
    .addPrimaryKeyConstraint('api_keys_key', ['account_id', 'api_key_id'])
    .addUniqueConstraint('api_keys_hash', ['account_id', 'key_hash'])
    .execute();
}

async function createProducts({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('products')
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.account_id'))
    .addColumn('code', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('term_days', 'integer')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('products_key', ['account_id', 'code'])
    .execute();
}

async function createLicenses({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('licenses')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('license_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('product', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('state_changed_at', 'bigint', (column) => column.notNull())
    .addColumn('valid_from', 'bigint')
    .addColumn('valid_to', 'bigint')
    .addColumn('key_hmac', 'text')
    .addColumn('key_sealed', 'text')
    .addColumn('imported', 'integer', (column) => column.notNull())
    .addColumn('gen', 'bigint', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('licenses_key', ['account_id', 'license_id'])
    .addUniqueConstraint('licenses_domain_key', ['account_id', 'key_hmac'])
    .addForeignKeyConstraint('licenses_product', ['account_id', 'product'], 'products', [
      'account_id',
      'code',
    ])
    .execute();
  await schema
    .createIndex('licenses_by_creation')
    .on('licenses')
    .columns(['account_id', 'created_at', 'license_id'])
    .execute();
  await createLicenseDomains(schema);
}

async function createLicenseDomains(schema: Kysely<unknown>['schema']): Promise<void> {
  await schema
    .createTable('license_domains')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('license_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('scope', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('license_domains_key', ['account_id', 'license_id', 'name', 'scope'])
    .addForeignKeyConstraint('license_domains_license', ['account_id', 'license_id'], 'licenses', [
      'account_id',
      'license_id',
    ])
    .execute();
  await schema
    .createIndex('license_domains_by_name')
    .on('license_domains')
    .columns(['account_id', 'name'])
    .execute();
}

async function createDocuments({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('status_slots')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('list', 'integer', (column) => column.notNull())
    .addColumn('slot', 'integer', (column) => column.notNull())
    .addColumn('license_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('status_slots_key', ['account_id', 'list', 'slot'])
    .execute();
  await schema
    .createTable('documents')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('license_id', 'text', (column) => column.notNull())
    .addColumn('gen', 'bigint', (column) => column.notNull())
    .addColumn('jti', 'text', (column) => column.notNull())
    .addColumn('kid', 'text', (column) => column.notNull())
    .addColumn('list', 'integer', (column) => column.notNull())
    .addColumn('slot', 'integer', (column) => column.notNull())
    .addColumn('issued_at', 'bigint', (column) => column.notNull())
    .addColumn('bytes', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('documents_key', ['account_id', 'license_id', 'gen'])
    .addUniqueConstraint('documents_jti', ['account_id', 'jti'])
    .addForeignKeyConstraint('documents_license', ['account_id', 'license_id'], 'licenses', [
      'account_id',
      'license_id',
    ])
    .execute();
}

async function createIdempotency({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('idempotency')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('api_key_id', 'text', (column) => column.notNull())
    .addColumn('route', 'text', (column) => column.notNull())
    .addColumn('idempotency_key', 'text', (column) => column.notNull())
    .addColumn('request_hmac', 'text', (column) => column.notNull())
    .addColumn('outcome_sealed', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('idempotency_key', [
      'account_id',
      'api_key_id',
      'route',
      'idempotency_key',
    ])
    .execute();
  await schema
    .createIndex('idempotency_by_age')
    .on('idempotency')
    .columns(['account_id', 'created_at'])
    .execute();
}
