import type { EpochSeconds } from '@licet/core';

/** Who uses a license, and where. */
export interface UseTables {
  seats: SeatRow;
  activations: ActivationRow;
  holders: HolderRow;
}

/**
 * A seat of a license, made on demand and never beyond its cap. It is free when `ends_at` has come; whoever takes it raises
 * `generation`, so that the one before cannot come back.
 */
export interface SeatRow {
  account_id: string;
  license_id: string;
  /** From 0 and below the cap. */
  seat: number;
  /** Random, and known to the holder: it names the seat from outside. */
  lease_id: string;
  /** Who holds it, or held it last. */
  holder: string;
  /**
   * `token`: by operation 11, and perhaps by a lease too; `lease`: by `/v1/leases`; `borrowed`: by a signed document, which cannot be given back early.
   * What documents prove may have ended since: `kindOfSeat` tells.
   */
  kind: 'token' | 'lease' | 'borrowed';
  generation: number;
  taken_at: EpochSeconds;
  /** Exclusive. */
  ends_at: EpochSeconds;
  /** The status slot of the document that lent it out last; null where none did. */
  list: number | null;
  slot: number | null;
  /** Until when a token, and a document that lends it out, prove it, which a lease may outlast. Null where none does, or until `ends_at` if `kind` says so. */
  token_until: EpochSeconds | null;
  borrowed_until: EpochSeconds | null;
  /** What `ends_at` was when these two were written: they count as long as it is. A version before moves `ends_at` alone (decision 51). */
  settled_end: EpochSeconds | null;
}

/** What a machine or person was given of a license: an activation code, or a token license. */
export interface ActivationRow {
  account_id: string;
  activation_id: string;
  license_id: string;
  kind: 'activation-code' | 'token';
  /** The computer id, site code or identifier. */
  identifier: string;
  identifier_kind: 'computer' | 'site' | 'identifier';
  /** The newest document's. */
  jti: string;
  gen: number;
  list: number;
  slot: number;
  created_at: EpochSeconds;
  last_issued_at: EpochSeconds;
  /** Exclusive; null when the document is permanent. */
  expires_at: EpochSeconds | null;
  revoked_at: EpochSeconds | null;
}

/** Who registered a token license. Never signed, never logged, deleted on request. */
export interface HolderRow {
  account_id: string;
  license_id: string;
  /** Empty for an unbound token license. */
  identifier: string;
  name: string | null;
  email: string | null;
  updated_at: EpochSeconds;
}
