export { licenseGate } from './license-gate.js';
export type { LicenseGate } from './license-gate.js';

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
