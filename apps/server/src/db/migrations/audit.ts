import type { Kysely } from 'kysely';

/** The audit log and its anchors; `tables.ts` says what each column means. */
export async function createAuditTables({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('audit_log')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('chain', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('product', 'text')
    .addColumn('details', 'text', (column) => column.notNull())
    .addColumn('previous_mac', 'text', (column) => column.notNull())
    .addColumn('mac', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_log_key', ['account_id', 'chain', 'seq'])
    .execute();
  await schema
    .createIndex('audit_log_by_time')
    .on('audit_log')
    .columns(['account_id', 'at', 'chain', 'seq'])
    .execute();
  await schema
    .createIndex('audit_log_by_target')
    .on('audit_log')
    .columns(['account_id', 'target', 'at', 'chain', 'seq'])
    .execute();
  await schema
    .createTable('audit_anchors')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('heads', 'text', (column) => column.notNull())
    .addColumn('previous_mac', 'text', (column) => column.notNull())
    .addColumn('mac', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_anchors_key', ['account_id', 'seq'])
    .execute();
}
