import type { EpochSeconds } from '@licet/core';

/** An account, and what it signs and seals with. */
export interface AccountTables {
  accounts: AccountRow;
  secrets: SecretRow;
  signing_keys: SigningKeyRow;
}

export interface AccountRow {
  account_id: string;
  /** The random issuer id that all documents carry. */
  iss: string;
  created_at: EpochSeconds;
  /** When a server first served this account, and so printed its first keys. */
  first_served_at: EpochSeconds | null;
}

/** The data key, wrapped by the master key `mk_id` names, and keys that are sealed under the data key. */
export interface SecretRow {
  account_id: string;
  name: string;
  mk_id: string | null;
  sealed: string;
}

export interface SigningKeyRow {
  account_id: string;
  kid: string;
  use: 'root' | 'license' | 'status';
  status: 'active' | 'retired' | 'burnt';
  /** The public half. */
  pem: string;
  /** The root's `leaf+jwt` statement; absent for the root itself. */
  statement: string | null;
  certificate: string;
  /** Base64 of the PKCS#12 file that holds the private half. */
  pkcs12: string;
  passphrase_sealed: string;
  created_at: EpochSeconds;
  retired_at: EpochSeconds | null;
}
