import { openDomainKeyIndex } from '@licet/server';
import type { Databases } from '@licet/test-postgres';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareServer, runServerCommand, withoutLimits, type Access } from './licensing-server.js';
import { openPostgresTables } from './stock/postgres-tables.js';
import { openSqliteTables } from './stock/sqlite-tables.js';
import type { BulkTables } from './stock/tables.js';

/** Where servers keep everything, with what is needed to load them. */
export interface ServerPlace extends Access {
  readonly engine: 'PostgreSQL' | 'SQLite';
  /** For the program. */
  readonly env: NodeJS.ProcessEnv;
  /** The address of the database, or its file. */
  readonly database: string;
  /** The index of a domain key (`key_hmac`). */
  readonly keyHmac: (domainKey: string) => string;
  /** Past the server: for thousands of rows. Call it when no server writes. */
  readonly openTables: () => Promise<BulkTables>;
}

/** A new database of a PostgreSQL, with an account, a product and a license. It goes with the PostgreSQL. */
export async function createDatabasePlace(databases: Databases): Promise<ServerPlace> {
  const databaseUrl = await databases.create(`bench-${randomUUID()}`);
  const masterKey = runServerCommand({}, 'master-key', 'create');
  const env = { ...withoutLimits, DATABASE_URL: databaseUrl, LICET_MASTER_KEY: masterKey };
  return {
    engine: 'PostgreSQL',
    env,
    database: databaseUrl,
    ...(await prepareServer(env)),
    keyHmac: await openDomainKeyIndex({ databaseUrl, masterKey }),
    openTables: () => openPostgresTables(databaseUrl),
  };
}

/** Runs work on a new data folder with an account, a product and a license, and removes it. */
export async function withFolderPlace<T>(work: (place: ServerPlace) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'licet-bench-'));
  try {
    return await work(await createFolderPlace(join(directory, 'data')));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function createFolderPlace(dataDir: string): Promise<ServerPlace> {
  const env = { ...withoutLimits, LICET_DATA_DIR: dataDir };
  const access = await prepareServer(env);
  const database = join(dataDir, 'licet.db');
  return {
    engine: 'SQLite',
    env,
    database,
    ...access,
    keyHmac: await openDomainKeyIndex({ dataDir }),
    openTables: () => Promise.resolve(openSqliteTables(database)),
  };
}
