import {
  borrowLease,
  checkMaintenancePlan,
  checkoutLease,
  createSerials,
  deleteHolder,
  generateTokenLicense,
  heartbeatLease,
  listHolders,
  listSeats,
  readSerial,
  registerTokenLicense,
  releaseLease,
  validateTokenLicense,
} from '../../dist/index.js';
import { noted, type Call, type Notes, type World } from '../world.js';

const programID = 'shop';
const uniqueIdentifier = 'DEVICE12345';
const path = ({ tokenId }: Notes) => ({ id: noted(tokenId) });

/** Checks a seat out under a name of its own, and says what names the lease. */
async function lease({ client, notes }: World, holder: string) {
  const body = { licenseId: noted(notes.tokenId), holder };
  const { data } = await checkoutLease({ client, body });
  return { path: { id: noted(data?.id) }, generation: noted(data?.generation) };
}

/** Token licenses, and the seats of their serials. */
export const serialCalls: Readonly<Record<string, Call>> = {
  createSerials: async ({ issue: client, notes }) => {
    const answer = await createSerials({
      client,
      body: { product: programID, seats: 5, count: 2 },
    });
    notes.tokenId = answer.data?.items[0]?.id;
    notes.tokenSerial = answer.data?.items[0]?.serial;
    return answer;
  },
  readSerial: ({ issue: client, notes }) =>
    readSerial({ client, path: { serial: noted(notes.tokenSerial) } }),
  generateTokenLicense: async ({ issue: client, notes }) => {
    const tokenSerial = noted(notes.tokenSerial);
    const body = { tokenSerial, programID, uniqueIdentifier, boundToComputer: true };
    const answer = await generateTokenLicense({ client, body });
    notes.tokenLicense = answer.data?.token;
    return answer;
  },
  registerTokenLicense: ({ issue: client, notes }) =>
    registerTokenLicense({
      client,
      body: {
        tokenSerial: noted(notes.tokenSerial),
        programID,
        uniqueIdentifier,
        boundToComputer: true,
        name: 'Ada Lovelace',
        email: null,
      },
    }),
  checkMaintenancePlan: ({ client, notes }) =>
    checkMaintenancePlan({ client, body: { generatedToken: noted(notes.tokenLicense) } }),
  validateTokenLicense: ({ client, notes }) =>
    validateTokenLicense({
      client,
      body: { tokenLicense: noted(notes.tokenLicense), programID, uniqueIdentifier },
    }),
  listHolders: ({ admin: client, notes }) => listHolders({ client, path: path(notes) }),
  deleteHolder: ({ admin: client, notes }) =>
    deleteHolder({ client, path: path(notes), query: { identifier: uniqueIdentifier } }),
  checkoutLease: ({ client, notes }) =>
    checkoutLease({ client, body: { serial: noted(notes.tokenSerial), holder: 'a' } }),
  heartbeatLease: async (world) => {
    const { generation, ...named } = await lease(world, 'b');
    return heartbeatLease({ client: world.client, ...named, body: { generation } });
  },
  releaseLease: async (world) => {
    const { generation, ...named } = await lease(world, 'b');
    return releaseLease({ client: world.client, ...named, body: { generation } });
  },
  borrowLease: async (world) => {
    const { generation, ...named } = await lease(world, 'c');
    return borrowLease({ client: world.client, ...named, body: { generation, days: 7 } });
  },
  listSeats: ({ issue: client, notes }) => listSeats({ client, path: path(notes) }),
};
