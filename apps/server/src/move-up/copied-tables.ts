import type { Tables } from '../db/tables.js';

/**
 * Every table with its primary key, those that others refer to first. The secrets come last: a database with an account and without them is a
 * copy that did not end, and no server serves it.
 */
export const copiedTables = {
  accounts: ['account_id'],
  signing_keys: ['account_id', 'kid'],
  users: ['account_id', 'user_id'],
  sessions: ['account_id', 'session_id'],
  invitations: ['account_id', 'token_hash'],
  products: ['account_id', 'code'],
  token_settings: ['account_id', 'setting_id'],
  token_secrets: ['account_id', 'setting_id', 'number'],
  api_keys: ['account_id', 'api_key_id'],
  licenses: ['account_id', 'license_id'],
  license_domains: ['account_id', 'license_id', 'name', 'scope'],
  license_terms: ['account_id', 'license_id', 'term'],
  status_slots: ['account_id', 'list', 'slot'],
  status_lists: ['account_id', 'list'],
  trust_lists: ['account_id'],
  seats: ['account_id', 'license_id', 'seat'],
  activations: ['account_id', 'activation_id'],
  holders: ['account_id', 'license_id', 'identifier'],
  documents: ['account_id', 'license_id', 'gen'],
  refusals: ['account_id', 'day', 'product', 'code'],
  idempotency: ['account_id', 'api_key_id', 'route', 'idempotency_key'],
  audit_log: ['account_id', 'chain', 'seq'],
  audit_anchors: ['account_id', 'seq'],
  secrets: ['account_id', 'name'],
} as const satisfies Record<keyof Tables, readonly string[]>;

/** The name of a table. */
export type TableName = keyof Tables;

/** In the order in which they are copied. */
export const tableNames = Object.keys(copiedTables) as readonly TableName[];
