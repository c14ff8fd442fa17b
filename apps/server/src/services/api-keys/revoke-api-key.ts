import { findApiKey, revokeApiKey as markAsRevoked } from '../../db/api-keys.js';
import type { ApiKeyRow } from '../../db/tables.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';

/** Revokes a key for good. Doing it again changes nothing. Codes: `api_key_not_found`. */
export async function revokeApiKey(
  { store, account }: Context,
  apiKeyId: string,
  commit: Commit<ApiKeyRow>,
): Promise<Outcome<ApiKeyRow>> {
  return commit(async (db, record) => {
    const isChanged = await markAsRevoked(db, account.id, apiKeyId, store.now());
    const row = await findApiKey(db, account.id, apiKeyId);
    if (row === undefined) return fail('api_key_not_found', 'Check the id of the key.');
    const { scope, product } = row;
    if (isChanged) {
      const target = apiKeyId;
      const details = { scope };
      await record({ action: 'api-key.revoke', target, product: product ?? undefined, details });
    }
    return succeed(row);
  });
}
