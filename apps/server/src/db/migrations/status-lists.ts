import type { Kysely } from 'kysely';

/** What is published of the state of documents and keys. */
export async function createStatusLists({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('status_lists')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('list', 'integer', (column) => column.notNull())
    .addColumn('uri', 'text')
    .addColumn('changes', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('signed_changes', 'bigint')
    .addColumn('sequence', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('issued_at', 'bigint')
    .addColumn('document', 'text')
    .addPrimaryKeyConstraint('status_lists_key', ['account_id', 'list'])
    .execute();
  await schema
    .createTable('trust_lists')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .addColumn('burnt', 'text', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('trust_lists_key', ['account_id'])
    .execute();
}
