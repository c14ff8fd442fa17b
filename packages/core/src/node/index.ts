export {
  licenseDirectory,
  type LicenseDirectory,
  type LicenseDirectoryOptions,
} from './license-directory.js';
export { licenseFile, type LicenseFile, type LicenseFileOptions } from './license-file.js';
export type { PollingOptions, PollingSource } from './polling-source.js';
export { inflate } from './inflate.js';
export type { ListAddresses } from './list-addresses.js';
export { statusLists, type StatusLists } from './status-lists.js';
export type { StatusListsOptions } from './status-lists-options.js';
