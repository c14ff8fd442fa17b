export {
  licenseDirectory,
  type LicenseDirectory,
  type LicenseDirectoryOptions,
} from './license-directory.js';
export { licenseFile, type LicenseFile, type LicenseFileOptions } from './license-file.js';
export type { PollingOptions, PollingSource } from './polling-source.js';
