export { createDatabases, type Databases } from './databases.js';
export { installationIn, installPostgres, type PostgresInstallation } from './installation.js';
export {
  createCluster,
  startPostgres,
  type PostgresCluster,
  type PostgresOptions,
  type RunningPostgres,
} from './server.js';
