import { Migrator, type Migration } from 'kysely/migration';
import type { Db } from '../tables.js';
import { createAuditTables } from './audit.js';
import { createInitialTables } from './initial.js';
import { createLicenseKinds } from './license-kinds.js';
import { createUserTables } from './users.js';

/** In the order of their names. What was released is never edited. */
const migrations: Record<string, Migration> = {
  '0001_initial': { up: createInitialTables },
  '0003_license_kinds': { up: createLicenseKinds },
  '0004_audit': { up: createAuditTables },
  '0006_users': { up: createUserTables },
};

/** Applies what the database has not seen yet. Give it a transaction, so that it happens wholly or not at all, and once. */
export async function migrateToLatest(transaction: Db): Promise<void> {
  const migrator = new Migrator({
    db: transaction,
    provider: { getMigrations: () => Promise.resolve(migrations) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined)
    throw new Error('The tables could not be brought up to date.', { cause: error });
}
