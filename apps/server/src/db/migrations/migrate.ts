import { Migrator, type Migration } from 'kysely/migration';
import { fixSqlitePlans } from '../sqlite-plans.js';
import { StartupError } from '../../startup-error.js';
import { isDatabaseUnavailable } from '../database-faults.js';
import type { Db } from '../tables.js';
import { createAuditByLicense } from './audit-by-license.js';
import { createAuditTables } from './audit.js';
import { createInitialTables } from './initial.js';
import { createLicenseKinds } from './license-kinds.js';
import { createLicenseSearch } from './license-search.js';
import { addSeatProofs } from './seat-proofs.js';
import { createStatusLists } from './status-lists.js';
import { createTokenSettings } from './token-settings.js';
import { createUserTables } from './users.js';

/**
 * In the order of their names. What was released is never edited. A server of the version before may be running: a migration adds, and
 * leaves what that server reads and writes as it is (decision 50).
 */
const migrations: Record<string, Migration> = {
  '0001_initial': { up: createInitialTables },
  '0002_token_settings': { up: createTokenSettings },
  '0003_license_kinds': { up: createLicenseKinds },
  '0004_audit': { up: createAuditTables },
  '0005_status_lists': { up: createStatusLists },
  '0006_license_search': { up: createLicenseSearch },
  '0007_users': { up: createUserTables },
  '0008_audit_by_license': { up: createAuditByLicense },
  '0009_seat_proofs': { up: addSeatProofs },
};

/** The names of all migrations, in their order. */
export function listMigrations(): readonly string[] {
  return Object.keys(migrations);
}

/**
 * Applies the first migration that the database has not seen yet, false when it has seen them all. Give it a transaction that excludes
 * others, so that it happens wholly or not at all, and once. Throws `StartupError` for a database that is ahead of this program.
 */
export async function migrateOnce(transaction: Db): Promise<boolean> {
  const migrator = new Migrator({
    db: transaction,
    provider: { getMigrations: () => Promise.resolve(migrations) },
  });
  const { error, results = [] } = await migrator.migrateUp();
  if (error !== undefined) throw toFailure(error);
  if (results.length > 0) await fixSqlitePlans(transaction);
  return results.length > 0;
}

function toFailure(cause: unknown): unknown {
  if (isDatabaseUnavailable(cause)) return cause;
  const isAhead =
    cause instanceof Error && /previously executed migration .* is missing/.test(cause.message);
  return isAhead
    ? new StartupError('a newer version has changed this database: start that version')
    : new Error('The tables could not be brought up to date.', { cause });
}
