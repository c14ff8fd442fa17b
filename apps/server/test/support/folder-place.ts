import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestPlace } from './place.js';
import { seed } from './seed.js';

/** A data folder, whatever engine the other tests run on. Who made it removes it. */
export interface FolderPlace extends TestPlace {
  readonly dataDir: string;
}

/** Makes the data folder of an account in a folder. */
export async function seedFolder(folder: string): Promise<void> {
  await seed(toFolderPlace(folder).config);
}

export function toFolderPlace(folder: string): FolderPlace {
  const dataDir = join(folder, 'data');
  return {
    dataDir,
    config: { dataDir, databaseUrl: undefined, masterKey: undefined },
    store: { file: join(dataDir, 'licet.db') },
    env: { LICET_DATA_DIR: dataDir },
    readStored: () => readFile(join(dataDir, 'licet.db')),
    readMasterKey: async () => (await readFile(join(dataDir, 'master.key'), 'utf8')).trim(),
    remove: () => Promise.resolve(),
  };
}
