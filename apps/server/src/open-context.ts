import { systemClock, type Clock } from '@licet/core';
import { createSigningLanes, type SigningLanes } from '@licet/issuer';
import type { Config } from './config.js';
import {
  createSecretFile,
  openDataFolder,
  readSecretFile,
  type DataFolder,
} from './data-folder.js';
import { openStore, type StorePlace } from './db/store.js';
import { createMasterKey, parseMasterKey, type MasterKey } from './secrets/master-key.js';
import { createAuditLog } from './services/audit/audit-log.js';
import type { Context } from './services/context.js';
import { hasAccount, openAccount, seedAccount } from './services/open-account.js';
import { createLeafSigners } from './services/signing/leaf-signers.js';
import { createRegisteredKeys } from './services/signing/registered-keys.js';
import type { ModulusBits } from './services/signing/seal-key.js';
import { createRefusalTally } from './services/statistics/refusal-tally.js';
import { StartupError } from './startup-error.js';
import { createGuesses } from './traffic/guesses.js';
import { rememberedClients } from './traffic/recent-map.js';

/** What the program and tests replace. There is no way to do so from outside the program. */
export interface Replacements {
  /** By default lanes of Node's thread pool, which end with their last signature. */
  readonly lanes?: SigningLanes;
  readonly clock?: Clock;
  /** Smaller keys are made faster. */
  readonly modulusBits?: ModulusBits;
}

/** What a context is opened with: where everything is. Who leaves the guesses out has nobody wait on their account. */
export type Place = Pick<Config, 'dataDir' | 'databaseUrl' | 'masterKey' | 'publicUrl'> &
  Partial<Pick<Config, 'guessesPerMinute'>>;

/**
 * Opens the database and makes what is not there yet. Other processes may use the same one. Throws `StartupError` when the place or the
 * master key cannot be used as they are.
 */
export async function openContext(
  place: Place,
  { lanes = createSigningLanes(), clock = systemClock, modulusBits = 3072 }: Replacements = {},
): Promise<Context> {
  const { storePlace, readMasterKey } = await openPlace(place);
  const store = await openStore(storePlace, clock);
  try {
    const isNew = !(await hasAccount(store));
    const masterKey = await readMasterKey(isNew);
    if (isNew) await seedAccount(store, { masterKey, lanes, modulusBits });
    const { account, vault } = await openAccount(store, masterKey);
    const auditLog = createAuditLog(store, account.id, vault.auditMac);
    const signers = createLeafSigners(store, account.id, vault.sealer);
    const registeredKeys = createRegisteredKeys(store, account.id);
    const guesses = createGuesses({
      freePerMinute: place.guessesPerMinute ?? 0,
      capacity: rememberedClients,
      now: clock,
    });
    return {
      store,
      account,
      vault,
      auditLog,
      lanes,
      signers,
      registeredKeys,
      guesses,
      refusals: createRefusalTally(store, account.id),
      modulusBits,
      publicUrl: place.publicUrl,
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

interface OpenPlace {
  readonly storePlace: StorePlace;
  readonly readMasterKey: (isNew: boolean) => MasterKey | Promise<MasterKey>;
}

/** Servers that share a database have no folder in common: the master key is given to each of them, and never made up. */
async function openPlace({ dataDir, databaseUrl, masterKey }: Place): Promise<OpenPlace> {
  if (databaseUrl === undefined) {
    const folder = await openDataFolder(dataDir);
    const readMasterKey = (isNew: boolean) => masterKey ?? readOrMakeMasterKey(folder, isNew);
    return { storePlace: { file: folder.databaseFile }, readMasterKey };
  }
  if (masterKey === undefined) {
    throw new StartupError(
      'with DATABASE_URL, LICET_MASTER_KEY has to be given too, the same to every server: the command master-key create prints a new one',
    );
  }
  return { storePlace: { url: databaseUrl }, readMasterKey: () => masterKey };
}

/** A new key is made only for a new database: for any other it could not be the right one. */
async function readOrMakeMasterKey(
  { masterKeyFile }: Pick<DataFolder, 'masterKeyFile'>,
  mayCreate: boolean,
): Promise<MasterKey> {
  const text = await readSecretFile(masterKeyFile);
  if (text === undefined && mayCreate) {
    await createSecretFile(masterKeyFile, `${createMasterKey().text}\n`);
    // Another process may have been faster: what is in the file counts.
    return readOrMakeMasterKey({ masterKeyFile }, false);
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
