import type { EpochSeconds } from '@licet/core';

/** What happened to the server: answers, refusals, and changes that somebody made. */
export interface OperationTables {
  idempotency: IdempotencyRow;
  refusals: RefusalRow;
  audit_log: AuditEntryRow;
  audit_anchors: AuditAnchorRow;
}

/** A write that was answered, kept so that its repetition is answered alike. */
export interface IdempotencyRow {
  account_id: string;
  api_key_id: string;
  route: string;
  idempotency_key: string;
  request_hmac: string;
  outcome_sealed: string;
  created_at: EpochSeconds;
}

/** How often something was found invalid. */
export interface RefusalRow {
  account_id: string;
  /** Days since 1970-01-01 (UTC). */
  day: number;
  /** Empty where it is not known. */
  product: string;
  code: string;
  count: number;
}

/** One change that somebody made. Entries are only ever added. */
export interface AuditEntryRow {
  account_id: string;
  /** Each start of a process begins a chain of its own. */
  chain: string;
  /** The place in the chain, from 1, without gaps. */
  seq: number;
  at: EpochSeconds;
  actor: string;
  action: string;
  /** The id of what was changed. */
  target: string;
  product: string | null;
  /** A flat JSON object. */
  details: string;
  /** That of the entry before; empty for the first. */
  previous_mac: string;
  /** Over all the other columns. */
  mac: string;
}

/** How long the chains were at a time. */
export interface AuditAnchorRow {
  account_id: string;
  /** Counts the anchors of the account from 1. */
  seq: number;
  at: EpochSeconds;
  /** JSON: chain, place and MAC of the last entry of each chain that was written to lately. */
  heads: string;
  previous_mac: string;
  mac: string;
}
