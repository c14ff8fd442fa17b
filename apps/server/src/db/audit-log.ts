import type { AuditEntryRow, Db } from './tables.js';

export async function insertAuditEntries(db: Db, rows: readonly AuditEntryRow[]): Promise<void> {
  await db
    .insertInto('audit_log')
    .values([...rows])
    .execute();
}
