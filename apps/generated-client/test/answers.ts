import { expect } from 'vitest';

const text = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const jws = text(/^[\w-]+\.[\w-]+\.[\w-]+$/);
const instant = text(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const id = (prefix: string): unknown => text(new RegExp(`^${prefix}_\\w+$`));

/** What the answers say, where a call that came to nothing could be answered well too. */
export const answers: Readonly<Record<string, unknown>> = {
  root: text(/^Licet \d/),
  generateDomainLicense: { fileName: 'license.dat' },
  checkLicenseStatus: { valid: true, message: text(/valid until/i) },
  renewDomainLicense: 'License renewed successfully',
  activateDomainLicense: {
    status: 'success',
    licenseFileBase64: text(/^[\w+/]+=*$/),
    licenseFileName: text(/\.lic$/),
  },
  validateDomainLicense: { valid: true },
  generateAccessToken: { access_token: jws },
  validateAccessToken: {
    valid: true,
    tokenInfo: {
      uniqueIdentifier: 'DEVICE12345',
      issueDate: instant,
      expiryDate: instant,
      issuer: 'Acme',
      audience: 'acme-api',
    },
  },
  exchangeAccessToken: { valid: true, apiKey: text(/^licet_pk_\w+$/) },
  validateSingleUserLicense: { valid: true },
  validateNetworkLicense: { valid: true },
  generateTokenLicense: { token: text(/^[\w+/]+=*\|[\w+/]+=*$/), expiryDate: instant },
  registerTokenLicense: { token: text(/^[\w+/]+=*\|[\w+/]+=*$/), expiryDate: instant },
  checkMaintenancePlan: { maintenancePlanSupported: false, hasMaintenancePlan: null },
  validateTokenLicense: {
    Message: 'Token license is valid.',
    TokenSerial: text(/^(?:[0-9A-Z]{5}-){4}[0-9A-Z]{5}$/),
    ExpiryDate: instant,
  },
  createProduct: expect.objectContaining({ code: 'shop', name: 'Shop', termDays: 365 }),
  changeProduct: expect.objectContaining({ code: 'shop', transferLimit: 3 }),
  createApiKey: expect.objectContaining({ scope: 'client', product: 'shop' }),
  createLicense: expect.objectContaining({ kind: 'single-user', standing: 'valid' }),
  changeLicense: expect.objectContaining({ features: ['reports'], generation: 2 }),
  transferLicense: expect.objectContaining({ transfers: 1 }),
  suspendLicense: expect.objectContaining({ state: 'suspended', standing: 'suspended' }),
  reinstateLicense: expect.objectContaining({ state: 'active', standing: 'valid' }),
  revokeLicense: expect.objectContaining({ state: 'revoked', standing: 'revoked' }),
  checkoutLease: expect.objectContaining({ id: id('lse'), holder: 'a', generation: 1 }),
  heartbeatLease: expect.objectContaining({ holder: 'b', expiresAt: instant }),
  releaseLease: expect.objectContaining({ released: true }),
  borrowLease: expect.objectContaining({ document: jws, expiresAt: instant }),
};
