import { Migrator, type Migration } from 'kysely/migration';
import { fixSqlitePlans } from '../sqlite-plans.js';
import type { Db } from '../tables.js';
import { createInitialTables } from './initial.js';
import { createLicenseKinds } from './license-kinds.js';
import { createLicenseSearch } from './license-search.js';

/** In the order of their names. What was released is never edited. */
const migrations: Record<string, Migration> = {
  '0001_initial': { up: createInitialTables },
  '0003_license_kinds': { up: createLicenseKinds },
  '0006_license_search': { up: createLicenseSearch },
};

/** Applies what the database has not seen yet. Give it a transaction, so that it happens wholly or not at all, and once. */
export async function migrateToLatest(transaction: Db): Promise<void> {
  const migrator = new Migrator({
    db: transaction,
    provider: { getMigrations: () => Promise.resolve(migrations) },
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined)
    throw new Error('The tables could not be brought up to date.', { cause: error });
  if (results.length > 0) await fixSqlitePlans(transaction);
}
