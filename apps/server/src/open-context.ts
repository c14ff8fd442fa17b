import { systemClock, type Clock } from '@licet/core';
import { createSigningLanes } from '@licet/issuer';
import type { Config } from './config.js';
import {
  createSecretFile,
  openDataFolder,
  readSecretFile,
  type DataFolder,
} from './data-folder.js';
import { openStore } from './db/store.js';
import { createMasterKey, parseMasterKey, type MasterKey } from './secrets/master-key.js';
import type { Context } from './services/context.js';
import { hasAccount, openAccount, seedAccount } from './services/open-account.js';
import { createLeafSigners } from './services/signing/leaf-signers.js';
import { createRegisteredKeys } from './services/signing/registered-keys.js';
import type { ModulusBits } from './services/signing/seal-key.js';
import { createRefusalTally } from './services/statistics/refusal-tally.js';
import { StartupError } from './startup-error.js';

/** What tests replace. There is no way to do so from outside the program. */
export interface Replacements {
  readonly clock?: Clock;
  /** Smaller keys are made faster. */
  readonly modulusBits?: ModulusBits;
}

/**
 * Opens the data folder with everything in it, and makes what is not there yet. Other processes may use the same folder.
 * Throws `StartupError` when the folder or the master key cannot be used as they are.
 */
export async function openContext(
  { dataDir, masterKey: givenKey, publicUrl }: Pick<Config, 'dataDir' | 'masterKey' | 'publicUrl'>,
  { clock = systemClock, modulusBits = 3072 }: Replacements = {},
): Promise<Context> {
  const folder = await openDataFolder(dataDir);
  const store = await openStore(folder.databaseFile, clock);
  try {
    const lanes = createSigningLanes();
    const isNew = !(await hasAccount(store));
    const masterKey = givenKey ?? (await readMasterKey(folder, isNew));
    if (isNew) await seedAccount(store, { masterKey, lanes, modulusBits });
    const { account, vault } = await openAccount(store, masterKey);
    const signers = createLeafSigners(store, account.id, vault.sealer);
    const registeredKeys = createRegisteredKeys(store, account.id);
    const refusals = createRefusalTally(store, account.id);
    const keys = { vault, lanes, signers, registeredKeys, modulusBits };
    return { store, account, ...keys, refusals, publicUrl };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** A new key is made only for a new database: for any other it could not be the right one. */
async function readMasterKey(
  { masterKeyFile }: Pick<DataFolder, 'masterKeyFile'>,
  mayCreate: boolean,
): Promise<MasterKey> {
  const text = await readSecretFile(masterKeyFile);
  if (text === undefined && mayCreate) {
    await createSecretFile(masterKeyFile, `${createMasterKey().text}\n`);
    // Another process may have been faster: what is in the file counts.
    return readMasterKey({ masterKeyFile }, false);
  }
  if (text === undefined) {
    throw new StartupError(
      `${masterKeyFile} is missing: put it back, or give the key in LICET_MASTER_KEY`,
    );
  }
  const key = parseMasterKey(text.trim());
  if (key === undefined) {
    throw new StartupError(
      `${masterKeyFile} does not hold a whole master key: put the right one back`,
    );
  }
  return key;
}
