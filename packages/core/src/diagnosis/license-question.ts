import type { EpochSeconds } from '../time/clock.js';
import type { TrustedKeys } from '../trust/trusted-keys.js';

/** What is asked about a license. What is left out is not checked. */
export interface LicenseQuestion {
  /** As pasted: a file, its base64, an activation code or a token license. */
  readonly text: string;
  readonly now: EpochSeconds;
  readonly pins?: TrustedKeys | undefined;
  /** The product code that the guard was given. */
  readonly product?: string | undefined;
  /** A host name as a visitor writes it. */
  readonly host?: string | undefined;
  /** The domain key that the customer has. */
  readonly key?: string | undefined;
  /** What the vendor's records or a status list say of it. */
  readonly status?: 'valid' | 'revoked' | 'suspended' | undefined;
}
