export type { CallOptions } from './api-types.js';
export { createLicetClient, type LicetClient } from './create-licet-client.js';
export { licenseServer, type LicenseServer } from './license-server/license-server.js';
export type { LicenseServerOptions } from './license-server/options.js';
export type {
  LicenseServerEvent,
  LicenseServerStatus,
  RefreshFailure,
  RefreshFailureCode,
  RefreshOutcome,
  RefreshSuccess,
} from './license-server/refresh.js';
export type { paths } from './openapi.js';
export type { LicetClientOptions } from './options.js';
export {
  clientProblemCodes,
  type ClientProblemCode,
  type Failure,
  type Problem,
  type ProblemCode,
  type Result,
  type ServerProblemCode,
} from './problem.js';
export type { Random } from './random.js';
export type { Schedule } from './schedule.js';
