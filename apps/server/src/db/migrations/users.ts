import type { Kysely } from 'kysely';

/** People who sign in to the console; `tables.ts` says what each column means. */
export async function createUserTables({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('users')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('password', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('password_changed_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('users_key', ['account_id', 'user_id'])
    .addUniqueConstraint('users_by_email', ['account_id', 'email'])
    .execute();
  await schema
    .createTable('sessions')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('token_hash', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('last_seen_at', 'bigint', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('user_agent', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('sessions_key', ['account_id', 'session_id'])
    .addUniqueConstraint('sessions_by_token', ['account_id', 'token_hash'])
    .execute();
  await schema
    .createIndex('sessions_by_user')
    .on('sessions')
    .columns(['account_id', 'user_id', 'created_at'])
    .execute();
  await schema
    .createTable('invitations')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('token_hash', 'text', (column) => column.notNull())
    .addColumn('invited_by', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('ends_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('invitations_key', ['account_id', 'token_hash'])
    .execute();
}
