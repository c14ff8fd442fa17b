export { licenseGate } from './license-gate.js';
export type { LicensedState, LicenseGate } from './license-gate.js';

export { licenseDirectory, licenseFile } from '@licet/core/node';
export type {
  LicenseDirectory,
  LicenseDirectoryOptions,
  LicenseFile,
  LicenseFileOptions,
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
