export { LicenseGuard } from './gate.guard.js';
export { LicetModule } from './gate.module.js';
export type { LicetModuleAsyncOptions } from './gate.module.js';
export { License } from './license.decorator.js';
export { LICENSE_GATE } from './license-gate.js';
export type { LicenseGate } from './license-gate.js';
export type { LicetModuleOptions } from './options.js';
export { RequiresFeature } from './requires-feature.decorator.js';

export { licenseDirectory, licenseFile, statusLists } from '@licet/core/node';
export type {
  LicenseDirectory,
  LicenseDirectoryOptions,
  LicenseFile,
  LicenseFileOptions,
  StatusLists,
  StatusListsOptions,
} from '@licet/core/node';
export type {
  AccessRequirement,
  AccessWarning,
  Clock,
  Decision,
  GateEvent,
  GateListener,
  GateOptions,
  GateStatus,
  LicenseAccess,
  LicenseSource,
  PublicKeyInput,
  RefusalCode,
} from '@licet/core';
