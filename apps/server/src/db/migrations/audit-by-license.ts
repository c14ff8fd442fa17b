import type { Kysely } from 'kysely';
import { auditedLicense } from '../audit-license.js';

/** The history of a license without a look at that of others. What servers write into the log stays as it is. */
export async function createAuditByLicense(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('audit_log_by_license')
    .on('audit_log')
    .column('account_id')
    .column(auditedLicense(db))
    .columns(['at', 'chain', 'seq'])
    .execute();
}
