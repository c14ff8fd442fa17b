import type { AccessTokenClaims, EpochSeconds } from '@licet/core';
import { newTokenId, signAccessToken } from '@licet/issuer';
import type { Reach } from '../../db/reach.js';
import type { TokenSettingRow } from '../../db/tables.js';
import { findTokenSetting } from '../../db/token-settings.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import { openTokenSecrets } from './token-secrets.js';
import { parseUniqueIdentifier } from './unique-identifier.js';

/** What operation 9 is asked for. */
export interface AccessTokenRequest {
  readonly uniqueIdentifier: string;
  readonly tokenSettingId: number;
}

/** A new access token, which is stored nowhere. */
export interface GeneratedAccessToken {
  readonly text: string;
}

/** Makes an access token by a setting. Codes: `invalid_field`, `token_setting_not_found`. */
export async function generateAccessToken(
  context: Context,
  reach: Reach,
  { uniqueIdentifier, tokenSettingId }: AccessTokenRequest,
  commit: Commit<GeneratedAccessToken>,
): Promise<Outcome<GeneratedAccessToken>> {
  const subject = parseUniqueIdentifier(uniqueIdentifier, 'uniqueIdentifier');
  if (!subject.ok) return subject;
  return commit(async (db) => {
    const now = context.store.now();
    const setting = await findTokenSetting(db, reach, tokenSettingId);
    if (setting === undefined)
      return fail('token_setting_not_found', 'Create a token setting first.', 'tokenSettingId');
    const secrets = await openTokenSecrets(context, db, setting, now);
    return succeed({ text: signAccessToken(toClaims(setting, subject.value, now), secrets) });
  });
}

function toClaims(row: TokenSettingRow, sub: string, now: EpochSeconds): AccessTokenClaims {
  return {
    iss: row.issuer,
    sub,
    aud: row.audience,
    setting: row.setting_id,
    jti: newTokenId(),
    iat: now,
    exp: now + row.lifetime_seconds,
  };
}
