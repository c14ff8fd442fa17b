import type { Kysely } from 'kysely';
import type { AccessTables } from './tables/access.js';
import type { AccountTables } from './tables/account.js';
import type { LicenseTables } from './tables/licenses.js';
import type { OperationTables } from './tables/operation.js';
import type { StatusTables } from './tables/status-lists.js';
import type { UseTables } from './tables/uses.js';

export type {
  ApiKeyRow,
  TokenSettingRow,
  TokenSecretRow,
  UserRow,
  SessionRow,
  InvitationRow,
} from './tables/access.js';
export type { AccountRow, SigningKeyRow } from './tables/account.js';
export type { ProductRow, LicenseRow, LicenseDomainRow, DocumentRow } from './tables/licenses.js';
export type {
  IdempotencyRow,
  RefusalRow,
  AuditEntryRow,
  AuditAnchorRow,
} from './tables/operation.js';
export type { StatusSlotRow, StatusListRow, TrustListRow } from './tables/status-lists.js';
export type { SeatRow, ActivationRow, HolderRow } from './tables/uses.js';

/**
 * One schema for every engine: text ids, instants in whole seconds, flags as 0 or 1, binary as base64. Every table and every unique
 * index begins with the account, so that a second one can come without moving a row.
 */
export interface Tables
  extends AccountTables, AccessTables, LicenseTables, UseTables, StatusTables, OperationTables {}

/** The database, or a transaction on it. */
export type Db = Kysely<Tables>;
