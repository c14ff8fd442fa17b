import { createDatabases } from '@licet/test-postgres';
import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import type { StorePlace } from '../../src/db/store.js';
import type { Place } from '../../src/open-context.js';
import { parseMasterKey } from '../../src/secrets/master-key.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The database engine that the tests of this project run on. */
    engine: 'sqlite' | 'postgres';
  }
}

/** Where the servers of a test keep everything: a place of the engine that the tests run on. */
export interface TestPlace {
  readonly config: Omit<Place, 'publicUrl'>;
  /** The same for the store alone. */
  readonly store: StorePlace;
  /** The same for the program. */
  readonly env: Readonly<Record<string, string>>;
  /** All that is stored, and so what somebody sees who steals it. The master key is not kept with it. */
  readStored(): Promise<Buffer>;
  readMasterKey(): Promise<string>;
  remove(): Promise<void>;
}

/** A place with an account and its keys, or an empty one. */
export function createPlace(kind: 'seeded' | 'empty' = 'seeded'): Promise<TestPlace> {
  return inject('engine') === 'postgres' ? createDatabase(kind) : createFolder(kind);
}

async function createFolder(kind: 'seeded' | 'empty'): Promise<TestPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'licet-test-'));
  const place = toFolderPlace(folder);
  if (kind === 'seeded') await cp(inject('seededFolder'), place.dataDir, { recursive: true });
  else await mkdir(place.dataDir, { mode: 0o700 });
  return { ...place, remove: () => rm(folder, { recursive: true }) };
}

/** A data folder, whatever engine the other tests run on. */
export interface FolderPlace extends TestPlace {
  readonly dataDir: string;
}

/** The data folder in a folder, which whoever made it removes. */
export function toFolderPlace(folder: string): FolderPlace {
  const dataDir = join(folder, 'data');
  return {
    dataDir,
    config: { dataDir, databaseUrl: undefined, masterKey: undefined },
    store: { file: join(dataDir, 'licet.db') },
    env: { LICET_DATA_DIR: dataDir },
    readStored: async () => {
      const names = (await readdir(dataDir)).filter((name) => name !== 'master.key');
      return Buffer.concat(await Promise.all(names.map((name) => readFile(join(dataDir, name)))));
    },
    readMasterKey: async () => (await readFile(join(dataDir, 'master.key'), 'utf8')).trim(),
    remove: () => Promise.resolve(),
  };
}

async function createDatabase(kind: 'seeded' | 'empty'): Promise<TestPlace> {
  const { address, template, masterKey } = inject('postgres');
  const databases = createDatabases(address);
  const name = `test-${randomUUID()}`;
  const databaseUrl = await databases.create(name, kind === 'seeded' ? template : undefined);
  return {
    config: { dataDir: '', databaseUrl, masterKey: parseMasterKey(masterKey) },
    store: { url: databaseUrl },
    env: { DATABASE_URL: databaseUrl, LICET_MASTER_KEY: masterKey },
    readStored: () => readRows(databaseUrl),
    readMasterKey: () => Promise.resolve(masterKey),
    remove: () => databases.drop(name),
  };
}

async function readRows(databaseUrl: string): Promise<Buffer> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const { rows } = await client.query<{ all: string }>(
      "select schema_to_xml('public', true, false, '')::text as all",
    );
    return Buffer.from(rows[0]?.all ?? '');
  } finally {
    await client.end();
  }
}
