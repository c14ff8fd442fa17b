import {
  activateDomainLicense,
  checkLicenseStatus,
  generateDomainLicense,
  renewDomainLicense,
  validateDomainLicense,
} from '../../dist/index.js';
import { noted, type Call } from '../world.js';

const domainKey = 'DOMAIN12345';
const domainName = 'example.com';

export const domainLicenseCalls: Readonly<Record<string, Call>> = {
  generateDomainLicense: ({ issue: client }) =>
    generateDomainLicense({
      client,
      body: { scriptname: 'shop', domainname: domainName, domainkey: domainKey },
    }),
  checkLicenseStatus: ({ client }) => checkLicenseStatus({ client, body: { domainKey } }),
  renewDomainLicense: ({ issue: client }) =>
    renewDomainLicense({
      client,
      body: { domainKey, newValidToDate: '9000-12-30T13:02:38.0677627Z' },
    }),
  activateDomainLicense: async ({ client, notes }) => {
    const body = { scriptName: 'shop', domainName, domainKey };
    const answer = await activateDomainLicense({ client, body });
    notes.licenseFile = answer.data?.licenseFileBase64;
    return answer;
  },
  validateDomainLicense: ({ client, notes }) =>
    validateDomainLicense({
      client,
      body: {
        scriptname: 'shop',
        domainname: domainName,
        domainkey: domainKey,
        webLicenseFile: noted(notes.licenseFile),
      },
    }),
};
