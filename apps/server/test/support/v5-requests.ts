import { v5Paths } from '../../src/routes/v5/paths.js';
import { signed, type GoodRequest } from './good-request.js';
import { paths } from './licenses.js';
import { validations } from './sales.js';
import { tokenPaths } from './tokens.js';

const { computerId, siteCode, validFrom, validTo } = signed;

/** Operations 1 to 14. */
export const v5Requests: readonly GoodRequest[] = [
  {
    id: 'generateDomainLicense',
    path: () => paths.generate,
    body: ({ domain }) => ({ ...domain }),
  },
  {
    id: 'checkLicenseStatus',
    path: () => paths.status,
    body: ({ domain }) => ({ domainKey: domain.domainkey }),
  },
  {
    id: 'renewDomainLicense',
    path: () => paths.renew,
    body: ({ domain }) => ({ domainKey: domain.domainkey, newValidToDate: validTo }),
  },
  {
    id: 'validateSingleUserLicense',
    form: 'a file for a computer',
    path: () => validations.singleUser,
    body: ({ byComputer, publickey, machineFile, machineHash }) => ({
      licenseFileContent: machineFile,
      computerID: computerId,
      serialKey: byComputer.serial,
      publickey,
      licenseHashCode: machineHash,
      activationkey: false,
      useSiteCodeForLicensing: false,
    }),
  },
  {
    id: 'validateSingleUserLicense',
    form: 'a code for a site',
    path: () => validations.singleUser,
    body: ({ bySite, publickey, code }) => ({
      activationcode: code,
      siteCode,
      serialKey: bySite.serial,
      publickey,
      activationkey: true,
      useSiteCodeForLicensing: true,
    }),
  },
  {
    id: 'validateNetworkLicense',
    path: () => validations.network,
    body: ({ networkFile, publickey }) => ({
      serverpath: '/srv/licet',
      networkLicenseFile: networkFile,
      numberoflicenses: 5,
      programid: 'acme-shop',
      serialnumber: 'SERIAL12345',
      validfrom: validFrom,
      validto: validTo,
      publickey,
    }),
  },
  {
    id: 'validateDomainLicense',
    path: () => paths.validate,
    body: ({ domain, domainFile, publickey }) => ({
      ...domain,
      webLicenseFile: domainFile,
      publickey,
    }),
  },
  {
    id: 'activateDomainLicense',
    path: () => paths.activate,
    body: ({ domain }) => ({
      scriptName: domain.scriptname,
      domainName: domain.domainname,
      domainKey: domain.domainkey,
    }),
  },
  {
    id: 'exchangeAccessToken',
    path: () => tokenPaths.exchange,
    body: ({ accessToken }) => ({ token: accessToken, identifier: 'DEVICE12345' }),
  },
  {
    id: 'generateAccessToken',
    path: () => tokenPaths.generate,
    body: ({ setting }) => ({ uniqueIdentifier: 'DEVICE12345', tokenSettingId: setting.id }),
  },
  {
    id: 'validateAccessToken',
    path: () => tokenPaths.validate,
    body: ({ accessToken, setting }) => ({ token: accessToken, tokenSettingId: setting.id }),
  },
  {
    id: 'generateTokenLicense',
    path: () => v5Paths.generateTokenLicense,
    body: ({ bound }) => bound,
  },
  {
    id: 'registerTokenLicense',
    path: () => v5Paths.registerTokenLicense,
    body: ({ bound }) => ({ ...bound, name: 'Ada', email: 'ada@example.com' }),
  },
  {
    id: 'checkMaintenancePlan',
    path: () => v5Paths.checkMaintenancePlan,
    body: ({ tokenLicense: generatedToken }) => ({ generatedToken }),
  },
  {
    id: 'validateTokenLicense',
    path: () => v5Paths.validateTokenLicense,
    body: (stock) => ({
      tokenLicense: stock.tokenLicense,
      programID: 'acme-shop',
      uniqueIdentifier: 'DEVICE12345',
    }),
  },
];
