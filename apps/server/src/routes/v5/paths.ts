/** The paths that existing clients call. They are matched without regard to case. */
export const v5Paths = {
  root: '/',
  generateDomainLicense: '/gen/LicenseGen/generate/domainlic',
  checkLicenseStatus: '/gen/LicenseGen/check/license-status',
  renewDomainLicense: '/update/LicenseUpdate/RenewDomainLicense',
  validateSingleUserLicense: '/val/LicenseVal/validate/singleuser',
  validateNetworkLicense: '/val/LicenseVal/validate/network',
  validateDomainLicense: '/val/LicenseVal/validate/domain',
  activateDomainLicense: '/web/LicenseWeb/activate/domainlic',
} as const;
