import { readDocument, type VerifiedAccessToken } from '@licet/core';
import type { Reach } from '../../db/reach.js';
import type { Db, TokenSettingRow } from '../../db/tables.js';
import { findTokenSetting, lockTokenSetting } from '../../db/token-settings.js';
import { succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import { mintClientKey } from './mint-client-key.js';
import { verifyTokenOf } from './validate-access-token.js';

/** What operation 8 is asked for. */
export interface ExchangeRequest {
  readonly token: string;
  /** Whom the token has to be made for. */
  readonly identifier: string;
}

/** What operation 8 answers. */
export type Exchange =
  { readonly valid: false } | { readonly valid: true; readonly apiKey: string };

const refused: Outcome<Exchange> = succeed({ valid: false });

/**
 * Exchanges an access token for a client key, if its setting allows that. The token names the setting and is then verified by it. A repetition
 * replaces the key, and a key that was revoked has no successor.
 */
export async function exchangeAccessToken(
  context: Context,
  reach: Reach,
  request: ExchangeRequest,
  commit: Commit<Exchange>,
): Promise<Outcome<Exchange>> {
  const { db } = context.store;
  const settingId = readSettingId(request.token);
  const setting =
    settingId === undefined ? undefined : await findTokenSetting(db, reach, settingId);
  // What fails here has no effect, and so need not wait for its turn to write.
  if (!setting || !(await verifyExchange(context, db, setting, request))) return refused;
  return commit(async (transaction, record) => {
    const locked = await lockTokenSetting(transaction, reach, setting.setting_id);
    const token = locked && (await verifyExchange(context, transaction, locked, request));
    const apiKey =
      token && (await mintClientKey(context, { db: transaction, record }, locked, token));
    return apiKey === undefined ? refused : succeed<Exchange>({ valid: true, apiKey });
  });
}

/** Nothing is verified yet: this says only where to look for the secret. */
function readSettingId(text: string): number | undefined {
  const reading = readDocument(text);
  const setting = reading.ok ? reading.document.payload.setting : undefined;
  return Number.isInteger(setting) && Math.abs(Number(setting)) < 2 ** 31
    ? Number(setting)
    : undefined;
}

async function verifyExchange(
  context: Context,
  db: Db,
  setting: TokenSettingRow,
  { token: text, identifier }: ExchangeRequest,
): Promise<VerifiedAccessToken | undefined> {
  if (setting.allows_client_keys === 0) return undefined;
  const token = await verifyTokenOf(context, db, setting, text);
  return token?.uniqueIdentifier === identifier.normalize('NFC') ? token : undefined;
}
