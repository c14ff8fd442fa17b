import { sql, type Kysely, type RawBuilder } from 'kysely';
import { isSqlite } from './is-sqlite.js';

/**
 * The license that an entry is about: the one that its details name, as those of activations and leases do, or else what was changed. It
 * is computed from columns that the chain protects, and indexed as it stands here, so that neither can say anything else.
 */
export function auditedLicense<T>(db: Kysely<T>): RawBuilder<string> {
  return isSqlite(db) ? inSqlite : inPostgres;
}

// Neither fails on details that somebody damaged, which only the verification can judge.
const inSqlite = sql<string>`coalesce(case when json_valid(details) then details ->> 'licenseId' end, target)`;
const inPostgres = sql<string>`coalesce(substring(details from '"licenseId":"([^"]*)"'), target)`;
