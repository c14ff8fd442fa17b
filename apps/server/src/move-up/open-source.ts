import { sql } from 'kysely';
import { findDataFolder, readSecretFile } from '../data-folder.js';
import { readVault } from '../db/accounts.js';
import { isBusy } from '../db/database-faults.js';
import { listMigrations } from '../db/migrations/migrate.js';
import { openSqliteAlone } from '../db/sqlite.js';
import type { AccountRow, Db } from '../db/tables.js';
import { parseMasterKey, type MasterKey } from '../secrets/master-key.js';
import type { SealedVault } from '../secrets/vault.js';
import { StartupError } from '../startup-error.js';

/** A data folder that nobody else uses as long as it is open. */
export interface MoveSource {
  readonly db: Db;
  readonly account: AccountRow;
  readonly sealedVault: SealedVault;
  /** That of the folder, whether it lies in it or is the given one. */
  readonly masterKey: MasterKey;
  close(): Promise<void>;
}

/**
 * Opens the folder for this process alone: a server that runs on it makes this fail, and none can start while it is open. Nothing that was
 * acknowledged is left behind that way. Throws `StartupError`.
 */
export async function openSource(folder: string, given: MasterKey): Promise<MoveSource> {
  const { databaseFile, masterKeyFile } = await findDataFolder(folder);
  const db = openAlone(databaseFile);
  try {
    await checkAge(db);
    const [account] = await db.selectFrom('accounts').selectAll().execute();
    if (account === undefined)
      throw new StartupError(`${folder} has no account yet: nothing to move`);
    const sealedVault = await readVault(db, account.account_id);
    const masterKey = await findMasterKey(sealedVault, masterKeyFile, given);
    return { db, account, sealedVault, masterKey, close: () => db.destroy() };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

function openAlone(file: string): Db {
  try {
    return openSqliteAlone(file);
  } catch (error) {
    throw isBusy(error)
      ? new StartupError(`${file} is in use: stop the server on it first`)
      : error;
  }
}

/** The tables have to be those of this program, in this folder as in the database that it goes to. */
async function checkAge(db: Db): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select name from kysely_migration order by name
  `.execute(db);
  const [found, known] = [rows.map(({ name }) => name), listMigrations()];
  if (found.some((name) => !known.includes(name))) {
    throw new StartupError('a newer version has changed this folder: move it with that version');
  }
  if (found.length < known.length) {
    throw new StartupError(
      'the folder is of an older version: start this version on it once, stop it, and repeat',
    );
  }
}

async function findMasterKey(
  { masterKeyId }: SealedVault,
  file: string,
  given: MasterKey,
): Promise<MasterKey> {
  if (given.id === masterKeyId) return given;
  const text = await readSecretFile(file);
  const own = text === undefined ? undefined : parseMasterKey(text.trim());
  if (own?.id === masterKeyId) return own;
  throw new StartupError(
    `${file} does not hold the master key of the folder (${masterKeyId}): put it there, or give it in LICET_MASTER_KEY`,
  );
}
