import {
  createLicense,
  issueActivationCode,
  listActivations,
  listLicenseActivations,
  readLicenseFile,
  revokeActivation,
  validateNetworkLicense,
  validateSingleUserLicense,
} from '../../dist/index.js';
import { noted, type Call, type Notes } from '../world.js';

const computerId = 'COMPUTER-IDXX-12345';
const serverPath = 'C:/ProgramData/Server/Path';
const path = ({ singleUserId }: Notes) => ({ id: noted(singleUserId) });

/** Licenses for one machine and for a server. */
export const machineCalls: Readonly<Record<string, Call>> = {
  createLicense: async ({ issue: client, notes }) => {
    const body = { kind: 'single-user', product: 'shop', computerId } as const;
    const answer = await createLicense({ client, body });
    notes.singleUserId = answer.data?.id;
    notes.singleUserSerial = answer.data?.serial;
    return answer;
  },
  issueActivationCode: async ({ issue: client, notes }) => {
    const answer = await issueActivationCode({ client, path: path(notes), body: { computerId } });
    notes.activationId = answer.data?.id;
    notes.activationCode = answer.data?.code;
    return answer;
  },
  validateSingleUserLicense: ({ client, notes }) =>
    validateSingleUserLicense({
      client,
      body: {
        activationkey: true,
        activationcode: noted(notes.activationCode),
        serialKey: noted(notes.singleUserSerial),
        computerID: computerId,
      },
    }),
  listActivations: ({ issue: client }) => listActivations({ client }),
  listLicenseActivations: ({ issue: client, notes }) =>
    listLicenseActivations({ client, path: path(notes) }),
  revokeActivation: ({ issue: client, notes }) =>
    revokeActivation({ client, path: { id: noted(notes.activationId) } }),
  validateNetworkLicense: async ({ issue, client }) => {
    const body = { kind: 'network', product: 'shop', serverPath, seats: 2 } as const;
    const { data } = await createLicense({ client: issue, body });
    const path = { id: noted(data?.id) };
    const file = await readLicenseFile({ client: issue, path, parseAs: 'text' });
    const networkLicenseFile = Buffer.from(noted(file.data)).toString('base64');
    return validateNetworkLicense({ client, body: { serverpath: serverPath, networkLicenseFile } });
  },
};
