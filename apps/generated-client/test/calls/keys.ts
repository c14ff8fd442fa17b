import {
  createApiKey,
  listApiKeys,
  listSigningKeys,
  revokeApiKey,
  rotateSigningKey,
} from '../../dist/index.js';
import { noted, type Call } from '../world.js';

export const keyCalls: Readonly<Record<string, Call>> = {
  createApiKey: async ({ admin: client, notes }) => {
    const answer = await createApiKey({ client, body: { scope: 'client', product: 'shop' } });
    notes.apiKeyId = answer.data?.id;
    return answer;
  },
  listApiKeys: ({ admin: client }) => listApiKeys({ client, query: { limit: '1' } }),
  revokeApiKey: ({ admin: client, notes }) =>
    revokeApiKey({ client, path: { id: noted(notes.apiKeyId) } }),
  listSigningKeys: async ({ admin: client, notes }) => {
    const answer = await listSigningKeys({ client });
    notes.firstKid = answer.data?.items.find(({ use }) => use === 'license')?.kid;
    return answer;
  },
  rotateSigningKey: ({ admin: client }) => rotateSigningKey({ client, body: { use: 'license' } }),
};
