import type { SigningLanes } from '@licet/issuer';
import type { Store } from '../db/store.js';
import type { Guesses } from '../traffic/guesses.js';
import type { Vault } from '../secrets/vault.js';
import type { AuditLog } from './audit/audit-log.js';
import type { LeafSigners } from './signing/leaf-signers.js';
import type { RegisteredKeys } from './signing/registered-keys.js';
import type { ModulusBits } from './signing/seal-key.js';
import type { RefusalTally } from './statistics/refusal-tally.js';

/** Whose licenses a server serves. */
export interface Account {
  readonly id: string;
  /** The issuer id that all its documents carry. */
  readonly issuer: string;
}

/** What every service works with. */
export interface Context {
  readonly store: Store;
  readonly account: Account;
  readonly vault: Vault;
  readonly auditLog: AuditLog;
  readonly lanes: SigningLanes;
  readonly signers: LeafSigners;
  readonly registeredKeys: () => Promise<RegisteredKeys>;
  readonly refusals: RefusalTally;
  /** The size of new signing keys. */
  readonly modulusBits: ModulusBits;
  readonly guesses: Guesses;
  readonly publicUrl: string | undefined;
}
