import {
  createTrustedKeys,
  verifyStatusList,
  type TrustedKeys,
  type VerifiedStatusList,
} from '@licet/core';
import { inflate } from '@licet/core/node';
import { itemsOf, type TestServer } from './test-server.js';

export const listPath = '/v1/status-lists/0';

/** The keys that a guard pins which pins the root. */
export async function rootPins(server: TestServer): Promise<TrustedKeys> {
  const keys = itemsOf(await server.get('/v1/signing-keys'));
  return createTrustedKeys(keys.find(({ use }) => use === 'root')!.pem);
}

/** The list that is served, as a guard verifies it. */
export async function readList(server: TestServer, path = listPath): Promise<VerifiedStatusList> {
  const answer = await server.get(path, { key: '' });
  const { issuer } = server.context.account;
  const uri = `urn:licet:${issuer}:status:0`;
  const pins = await rootPins(server);
  const verification = verifyStatusList(answer.text, { uri, issuer, pins, inflate });
  if (!verification.ok) throw new Error(verification.detail);
  return verification.list;
}
