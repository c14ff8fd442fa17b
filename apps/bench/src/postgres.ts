import {
  createCluster,
  createDatabases,
  installPostgres,
  startPostgres,
  type Databases,
} from '@licet/test-postgres';
import type { Line } from './row.js';

/** Runs work on a PostgreSQL that keeps what it commits, and removes it; a line about `subject` says so where there is none for this machine. */
export async function withPostgres(
  subject: string,
  work: (databases: Databases) => Promise<readonly Line[]>,
): Promise<readonly Line[]> {
  const installation = await installPostgres().catch(() => undefined);
  if (installation === undefined)
    return [{ work: subject, ours: '', reference: 'no PostgreSQL for this machine', unit: 'x' }];
  try {
    const cluster = await createCluster(installation);
    const running = await startPostgres(installation, cluster, { isDurable: true });
    try {
      return await work(createDatabases(cluster.address));
    } finally {
      await running.stop();
    }
  } finally {
    await installation.remove();
  }
}
