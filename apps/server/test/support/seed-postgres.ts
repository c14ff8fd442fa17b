import {
  createCluster,
  createDatabases,
  installPostgres,
  startPostgres,
} from '@licet/test-postgres';
import type { TestProject } from 'vitest/node';
import { createMasterKey } from '../../src/secrets/master-key.js';
import { seed } from './seed.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The PostgreSQL of this run. */
    postgres: {
      /** The address of a database, but for its name. */
      readonly address: string;
      /** The name of a database with an account and its keys, to be copied. */
      readonly template: string;
      readonly masterKey: string;
      /** Where its programs are, for tests that stop one. */
      readonly installation: string;
    };
  }
}

const template = 'seeded';

/** One PostgreSQL for all test files, each of which gets databases of its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const installation = await installPostgres();
  const cluster = await createCluster(installation);
  const { address } = cluster;
  const running = await startPostgres(installation, cluster);
  const databaseUrl = await createDatabases(address).create(template);
  const masterKey = createMasterKey();
  await seed({ dataDir: '', databaseUrl, masterKey });
  project.provide('postgres', {
    address,
    template,
    masterKey: masterKey.text,
    installation: installation.folder,
  });
  return async () => {
    await running.stop();
    await installation.remove();
  };
}
