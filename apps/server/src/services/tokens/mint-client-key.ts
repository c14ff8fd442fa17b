import { formatInstant, type VerifiedAccessToken } from '@licet/core';
import { insertApiKey } from '../../db/api-keys.js';
import { deleteEndedMintedKeys, findMintedKey, replaceMintedKey } from '../../db/minted-keys.js';
import type { Db, TokenSettingRow } from '../../db/tables.js';
import { createApiKeyText } from '../api-keys/api-key.js';
import { toApiKeyRow } from '../api-keys/create-api-key.js';
import type { Recorder } from '../audit/audit-log.js';
import type { Context } from '../context.js';

/** Administrators can see for so long that a key was there. */
const secondsShownAfterEnd = 30 * 86_400;

/**
 * Makes the client key of a token and returns its text. There is one key for each token: a later one takes the place and the id of the one
 * before, so that revoking it ends all of them; then there is no other (`undefined`). Lock the setting before.
 */
export async function mintClientKey(
  { store }: Context,
  { db, record }: { readonly db: Db; readonly record: Recorder },
  setting: TokenSettingRow,
  token: VerifiedAccessToken,
): Promise<string | undefined> {
  const { account_id, setting_id, product, name } = setting;
  const now = store.now();
  const known = await findMintedKey(db, account_id, setting_id, token.tokenId);
  if (known !== undefined && known.revoked_at !== null) return undefined;
  const text = createApiKeyText('publishable');
  const row = {
    ...toApiKeyRow(text, { account_id, scope: 'client', name, product, created_at: now }),
    expires_at: token.expiresAt,
    setting_id,
    token_id: token.tokenId,
    subject: token.uniqueIdentifier,
  };
  await deleteEndedMintedKeys(db, account_id, setting_id, now - secondsShownAfterEnd);
  if (known === undefined) await insertApiKey(db, row);
  else await replaceMintedKey(db, known, { ...row, api_key_id: known.api_key_id });
  const target = known?.api_key_id ?? row.api_key_id;
  const details = { settingId: setting_id, expiresAt: formatInstant(token.expiresAt) };
  await record({ action: 'api-key.mint', target, product: product ?? undefined, details });
  return text;
}
