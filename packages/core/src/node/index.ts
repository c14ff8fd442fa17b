export { licenseFile, type LicenseFile, type LicenseFileOptions } from './license-file.js';
