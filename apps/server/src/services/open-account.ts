import { newIssuerId, type SigningLanes } from '@licet/issuer';
import { findAccount, insertAccount, insertVault, readVault } from '../db/accounts.js';
import { insertSigningKeys } from '../db/signing-keys.js';
import type { Store } from '../db/store.js';
import type { MasterKey } from '../secrets/master-key.js';
import { createSealedVault, openVault, type Vault } from '../secrets/vault.js';
import { StartupError } from '../startup-error.js';
import { system } from './audit/actor.js';
import { createAuditLog } from './audit/audit-log.js';
import type { Account } from './context.js';
import { createKeySet } from './signing/create-key-set.js';
import type { ModulusBits } from './signing/seal-key.js';

/** There is one account until there are more; every row names it already. */
const onlyAccountId = 'acc_1';

/** An account with its secrets at hand. */
export interface OpenAccount {
  readonly account: Account;
  readonly vault: Vault;
}

/** What it takes to make an account. */
export interface Seeding {
  readonly masterKey: MasterKey;
  readonly lanes: SigningLanes;
  readonly modulusBits: ModulusBits;
}

/**
 * Makes the account of an empty database: its issuer id, secrets and signing keys. Any number of processes may do so at once: one makes
 * it, the work of the others is dropped.
 */
export async function seedAccount(store: Store, seeding: Seeding): Promise<void> {
  const { masterKey, lanes, modulusBits } = seeding;
  const now = store.now();
  const issuer = newIssuerId();
  const sealedVault = createSealedVault(masterKey);
  const vault = openVault(sealedVault, masterKey);
  const keys = await createKeySet({ issuer, now, sealer: vault.sealer, lanes }, modulusBits);
  const auditLog = createAuditLog(store, onlyAccountId, vault.auditMac);
  await auditLog.transactAlone(system, async (db, record) => {
    if ((await findAccount(db, onlyAccountId)) !== undefined) return;
    await insertAccount(db, {
      account_id: onlyAccountId,
      iss: issuer,
      created_at: now,
      first_served_at: null,
    });
    await insertVault(db, onlyAccountId, sealedVault);
    await insertSigningKeys(
      db,
      keys.map((key) => ({ account_id: onlyAccountId, ...key })),
    );
    await record({ action: 'account.create', target: onlyAccountId });
  });
}

/** Whether {@link seedAccount} was done. */
export async function hasAccount(store: Store): Promise<boolean> {
  return (await findAccount(store.db, onlyAccountId)) !== undefined;
}

/** Opens the account. Throws `StartupError` when the master key is not the one that it was made with. */
export async function openAccount(store: Store, masterKey: MasterKey): Promise<OpenAccount> {
  const row = await findAccount(store.db, onlyAccountId);
  if (row === undefined) throw new Error('The database has no account.');
  const sealed = await readVault(store.db, onlyAccountId);
  if (sealed.masterKeyId !== masterKey.id) {
    throw new StartupError(
      `the master key (${masterKey.id}) is not the one that this database was made with (${sealed.masterKeyId}): give that one in LICET_MASTER_KEY, or put it back into the data folder as master.key`,
    );
  }
  return { account: { id: row.account_id, issuer: row.iss }, vault: openVault(sealed, masterKey) };
}
