import {
  listLicenses,
  readLicense,
  readLicenseFile,
  reinstateLicense,
  revokeLicense,
  suspendLicense,
} from '../../dist/index.js';
import { noted, type Call, type Notes } from '../world.js';

const path = ({ licenseId }: Notes) => ({ id: noted(licenseId) });

export const licenseCalls: Readonly<Record<string, Call>> = {
  listLicenses: async ({ issue: client, notes }) => {
    const answer = await listLicenses({
      client,
      query: { product: 'shop', domain: 'example.com' },
    });
    notes.licenseId = answer.data?.items[0]?.id;
    return answer;
  },
  readLicense: ({ issue: client, notes }) => readLicense({ client, path: path(notes) }),
  readLicenseFile: ({ issue: client, notes }) => readLicenseFile({ client, path: path(notes) }),
  suspendLicense: ({ issue: client, notes }) => suspendLicense({ client, path: path(notes) }),
  reinstateLicense: ({ issue: client, notes }) => reinstateLicense({ client, path: path(notes) }),
  revokeLicense: ({ issue: client, notes }) => revokeLicense({ client, path: path(notes) }),
};
