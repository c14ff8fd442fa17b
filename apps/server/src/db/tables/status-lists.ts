import type { EpochSeconds } from '@licet/core';

/** What does not count any more: documents and keys. */
export interface StatusTables {
  status_slots: StatusSlotRow;
  status_lists: StatusListRow;
  trust_lists: TrustListRow;
}

/** A place in a status list, taken before the document is signed; gaps are fine. */
export interface StatusSlotRow {
  account_id: string;
  list: number;
  slot: number;
  license_id: string;
  /** 0 valid, 1 invalid, 2 suspended. */
  status: 0 | 1 | 2;
  /** When the status last changed. */
  changed_at: EpochSeconds;
}

/** A status list, and the newest signed text of it, which all server processes serve. */
export interface StatusListRow {
  account_id: string;
  list: number;
  /** The name by which documents refer to it, fixed by the first of them; null until then. */
  uri: string | null;
  /** Raised by every change of a status, in the same transaction. */
  changes: number;
  /** What `changes` was when the signed text was begun: it is out of date when that is less. Null when it has to be signed anew anyway. */
  signed_changes: number | null;
  /** Of the signed text; 0 when there is none. */
  sequence: number;
  issued_at: EpochSeconds | null;
  document: string | null;
}

/** The newest signed list of stolen keys. */
export interface TrustListRow {
  account_id: string;
  sequence: number;
  /** The kids in it, in order, with spaces between. */
  burnt: string;
  document: string;
}
