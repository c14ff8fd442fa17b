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
  exchangeAccessToken: '/token/TokenAccess/validate/apikey',
  generateAccessToken: '/token/TokenAccess/generate/accesstoken',
  validateAccessToken: '/token/TokenAccess/validate/accesstoken',
  generateTokenLicense: '/token/TokenLicense/generate/tokenlic',
  registerTokenLicense: '/token/TokenLicense/generate/tokenlic-registered',
  checkMaintenancePlan: '/token/TokenLicense/check/maintenance-plan',
  validateTokenLicense: '/token/TokenLicense/validate/tokenlic',
} as const;
