import {
  burnSigningKey,
  changeLicense,
  changeProduct,
  createLicense,
  explainLicense,
  listAuditLog,
  readDomainKey,
  readStatistics,
  readStatusList,
  readTrustList,
  renewLicense,
  replaceDomainKey,
  transferLicense,
} from '../../dist/index.js';
import { noted, type Call, type Notes } from '../world.js';

const path = ({ movingId }: Notes) => ({ id: noted(movingId) });

/** What becomes of licenses, and what is told of it. */
export const changeCalls: Readonly<Record<string, Call>> = {
  changeProduct: async ({ admin: client, issue, notes }) => {
    const sold = { kind: 'domain', product: 'shop', domain: 'moving.example' } as const;
    notes.movingId = (await createLicense({ client: issue, body: sold })).data?.id;
    return changeProduct({ client, path: { code: 'shop' }, body: { transferLimit: 3 } });
  },
  changeLicense: ({ issue: client, notes }) =>
    changeLicense({ client, path: path(notes), body: { features: ['reports'] } }),
  renewLicense: ({ issue: client, notes }) =>
    renewLicense({ client, path: path(notes), body: { validTo: null } }),
  transferLicense: ({ issue: client, notes }) =>
    transferLicense({ client, path: path(notes), body: { domain: 'moved.example' } }),
  replaceDomainKey: ({ issue: client, notes }) =>
    replaceDomainKey({ client, path: path(notes), body: {} }),
  readDomainKey: ({ admin: client, notes }) => readDomainKey({ client, path: path(notes) }),
  explainLicense: ({ issue: client, notes }) =>
    explainLicense({ client, body: { license: noted(notes.licenseFile), host: 'example.com' } }),
  readStatistics: ({ issue: client }) => readStatistics({ client }),
  readStatusList: ({ client }) => readStatusList({ client, path: { list: '0' } }),
  // The key that was retired before it signed anything, so that no later call meets a burnt file.
  burnSigningKey: ({ admin: client, notes }) =>
    burnSigningKey({ client, path: { kid: noted(notes.firstKid) } }),
  readTrustList: ({ client }) => readTrustList({ client }),
  listAuditLog: ({ admin: client }) => listAuditLog({ client, query: { limit: '5' } }),
};
