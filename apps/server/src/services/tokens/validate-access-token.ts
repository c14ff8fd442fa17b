import { verifyAccessToken, type VerifiedAccessToken } from '@licet/core';
import type { Reach } from '../../db/reach.js';
import type { Db, TokenSettingRow } from '../../db/tables.js';
import { findTokenSetting } from '../../db/token-settings.js';
import type { Context } from '../context.js';
import { openTokenSecrets } from './token-secrets.js';

/** What operation 10 is asked. */
export interface AccessTokenQuestion {
  readonly token: string;
  readonly tokenSettingId: number;
}

/** The token, if it is a good one of the setting; all others look alike. */
export async function validateAccessToken(
  context: Context,
  reach: Reach,
  { token, tokenSettingId }: AccessTokenQuestion,
): Promise<VerifiedAccessToken | undefined> {
  const { db } = context.store;
  const setting = await findTokenSetting(db, reach, tokenSettingId);
  return setting && verifyTokenOf(context, db, setting, token);
}

/** Verifies a token by everything that its setting says. */
export async function verifyTokenOf(
  context: Context,
  db: Db,
  setting: TokenSettingRow,
  text: string,
): Promise<VerifiedAccessToken | undefined> {
  const now = context.store.now();
  const verification = verifyAccessToken(text, {
    secrets: await openTokenSecrets(context, db, setting, now),
    setting: setting.setting_id,
    issuer: setting.issuer,
    audience: setting.audience,
    now,
  });
  return verification.ok ? verification.token : undefined;
}
