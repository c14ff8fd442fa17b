import type { Kysely } from 'kysely';

/** Token settings with their secrets, and what a client key has to say of the token it was minted for. */
export async function createTokenSettings({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('token_settings')
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.account_id'))
    .addColumn('setting_id', 'integer', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('issuer', 'text', (column) => column.notNull())
    .addColumn('audience', 'text', (column) => column.notNull())
    .addColumn('lifetime_seconds', 'bigint', (column) => column.notNull())
    .addColumn('longest_lifetime_seconds', 'bigint', (column) => column.notNull())
    .addColumn('algorithm', 'text', (column) => column.notNull())
    .addColumn('allows_client_keys', 'integer', (column) => column.notNull())
    .addColumn('product', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('deleted_at', 'bigint')
    .addPrimaryKeyConstraint('token_settings_key', ['account_id', 'setting_id'])
    .addForeignKeyConstraint('token_settings_product', ['account_id', 'product'], 'products', [
      'account_id',
      'code',
    ])
    .execute();
  await createTokenSecrets(schema);
  await extendApiKeys(schema);
}

async function createTokenSecrets(schema: Kysely<unknown>['schema']): Promise<void> {
  await schema
    .createTable('token_secrets')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('setting_id', 'integer', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('secret_sealed', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('verifies_until', 'bigint')
    .addPrimaryKeyConstraint('token_secrets_key', ['account_id', 'setting_id', 'number'])
    .addForeignKeyConstraint(
      'token_secrets_setting',
      ['account_id', 'setting_id'],
      'token_settings',
      ['account_id', 'setting_id'],
    )
    .execute();
}

/** One column a statement: SQLite takes no more. */
async function extendApiKeys(schema: Kysely<unknown>['schema']): Promise<void> {
  await schema.alterTable('api_keys').addColumn('setting_id', 'integer').execute();
  await schema.alterTable('api_keys').addColumn('token_id', 'text').execute();
  await schema.alterTable('api_keys').addColumn('subject', 'text').execute();
  await schema
    .createIndex('api_keys_one_per_token')
    .unique()
    .on('api_keys')
    .columns(['account_id', 'setting_id', 'token_id'])
    .execute();
}
