import { isDeepStrictEqual } from 'node:util';
import type { Reach } from '../../db/reach.js';
import type { TokenSettingRow } from '../../db/tables.js';
import { deleteTokenSecrets } from '../../db/token-secrets.js';
import {
  lockTokenSetting,
  revokeMintedKeys,
  updateTokenSetting,
  type TokenSettingChange,
} from '../../db/token-settings.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import { describeSetting } from './create-token-setting.js';

/** What can be changed of a setting. Issuer and audience cannot: they are what its tokens are known by. */
export interface TokenSettingPatch {
  readonly name?: string;
  /** Of the tokens that are made from now on. */
  readonly lifetimeSeconds?: number;
  /** To allow them no more ends those that were minted. */
  readonly allowsClientKeys?: boolean;
}

/** Why an operation on one setting cannot be done. */
export const noTokenSetting = fail('token_setting_not_found', 'Check the id of the setting.');

/** Changes a setting. What it is already is no change. Codes: `token_setting_not_found`. */
export async function changeTokenSetting(
  { store }: Context,
  reach: Reach,
  { settingId, patch }: { readonly settingId: number; readonly patch: TokenSettingPatch },
  commit: Commit<TokenSettingRow>,
): Promise<Outcome<TokenSettingRow>> {
  return commit(async (db, record) => {
    const row = await lockTokenSetting(db, reach, settingId);
    if (row === undefined) return noTokenSetting;
    const change = toChange(row, patch);
    if (isDeepStrictEqual({ ...row, ...change }, row)) return succeed(row);
    if (patch.allowsClientKeys === false) await revokeMintedKeys(db, row, store.now());
    const changed = await updateTokenSetting(db, row, change);
    await record(describeSetting('token-setting.update', changed));
    return succeed(changed);
  });
}

/** Deletes a setting for good: its tokens, secrets and client keys end with it. Codes: `token_setting_not_found`. */
export async function deleteTokenSetting(
  { store }: Context,
  reach: Reach,
  settingId: number,
  commit: Commit<TokenSettingRow>,
): Promise<Outcome<TokenSettingRow>> {
  return commit(async (db, record) => {
    const row = await lockTokenSetting(db, reach, settingId);
    if (row === undefined) return noTokenSetting;
    const now = store.now();
    await revokeMintedKeys(db, row, now);
    await deleteTokenSecrets(db, row);
    const deleted = await updateTokenSetting(db, row, { deleted_at: now });
    await record(describeSetting('token-setting.delete', deleted));
    return succeed(deleted);
  });
}

function toChange(
  row: TokenSettingRow,
  { name, lifetimeSeconds, allowsClientKeys }: TokenSettingPatch,
): TokenSettingChange {
  const lifetime = lifetimeSeconds ?? row.lifetime_seconds;
  return {
    ...(name !== undefined && { name }),
    ...(allowsClientKeys !== undefined && { allows_client_keys: allowsClientKeys ? 1 : 0 }),
    lifetime_seconds: lifetime,
    longest_lifetime_seconds: Math.max(row.longest_lifetime_seconds, lifetime),
  };
}
