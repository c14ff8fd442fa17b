import type { EpochSeconds } from '@licet/core';

/** Who may do something: programs by a key or a token, people by a password. */
export interface AccessTables {
  api_keys: ApiKeyRow;
  token_settings: TokenSettingRow;
  token_secrets: TokenSecretRow;
  users: UserRow;
  sessions: SessionRow;
  invitations: InvitationRow;
}

export interface ApiKeyRow {
  account_id: string;
  api_key_id: string;
  /** SHA-256 of the key, the only thing kept of it beside its end. */
  key_hash: string;
  last4: string;
  kind: 'secret' | 'publishable';
  scope: 'admin' | 'issue' | 'client';
  /** The only product the key may touch; null for all. */
  product: string | null;
  name: string;
  created_at: EpochSeconds;
  expires_at: EpochSeconds | null;
  revoked_at: EpochSeconds | null;
  last_used_at: EpochSeconds | null;
  /** Of a key that was minted for an access token: the setting, the token's id, and whom the token was made for. */
  setting_id: number | null;
  token_id: string | null;
  subject: string | null;
}

/** How access tokens are made: what they say, how long they last, and under which secrets they count. */
export interface TokenSettingRow {
  account_id: string;
  /** Counted in the account; never used again. */
  setting_id: number;
  name: string;
  issuer: string;
  audience: string;
  lifetime_seconds: number;
  /** The longest lifetime that a token under the present secret may have been given. */
  longest_lifetime_seconds: number;
  algorithm: 'HS256';
  /** 1 when operation 8 exchanges tokens for client keys. */
  allows_client_keys: 0 | 1;
  /** The only product of minted keys; null for all. */
  product: string | null;
  created_at: EpochSeconds;
  deleted_at: EpochSeconds | null;
}

export interface TokenSecretRow {
  account_id: string;
  setting_id: number;
  /** Counts the secrets of the setting. */
  number: number;
  secret_sealed: string;
  created_at: EpochSeconds;
  /** Exclusive; null for the one that signs. */
  verifies_until: EpochSeconds | null;
}

/** Somebody who signs in to the console. */
export interface UserRow {
  account_id: string;
  user_id: string;
  /** In lower case, so that one address is one person. */
  email: string;
  name: string;
  /** A salted hash, as `hashPassword` makes it. */
  password: string;
  created_at: EpochSeconds;
  password_changed_at: EpochSeconds;
}

/** A browser in which somebody is signed in. */
export interface SessionRow {
  account_id: string;
  /** Names the session from outside; it opens nothing. */
  session_id: string;
  /** SHA-256 of the text in the cookie, the only thing kept of it. */
  token_hash: string;
  user_id: string;
  created_at: EpochSeconds;
  /** To the minute. */
  last_seen_at: EpochSeconds;
  /** Where it was begun, and by what, for its owner to recognize. */
  address: string;
  user_agent: string;
}

/** A link that makes one user. It is deleted by its use. */
export interface InvitationRow {
  account_id: string;
  /** SHA-256 of the text in the link. */
  token_hash: string;
  /** The user who made it; null when whoever runs the program did. */
  invited_by: string | null;
  created_at: EpochSeconds;
  /** Exclusive. */
  ends_at: EpochSeconds;
}
