import { formatInstant } from '@licet/core';
import type { Reach } from '../../db/reach.js';
import type { TokenSecretRow } from '../../db/tables.js';
import { deleteTokenSecrets, listTokenSecrets, retireTokenSecret } from '../../db/token-secrets.js';
import { lockTokenSetting, revokeMintedKeys, updateTokenSetting } from '../../db/token-settings.js';
import { fail, succeed, type Failure, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import { noTokenSetting } from './change-token-setting.js';
import { describeSetting, type SecretSetting } from './create-token-setting.js';
import { addTokenSecret, maxTokenSecrets } from './token-secrets.js';

/** Which setting gets a new secret, and whether the old ones are believed no more. */
export interface SecretRotation {
  readonly settingId: number;
  /** For a secret that somebody stole: tokens and client keys of before end at once. */
  readonly endsOldTokens: boolean;
}

/**
 * Signs with a new secret from now on. The old one verifies until the last token that it can have signed has ended. Codes:
 * `token_setting_not_found`, `too_many_secrets`.
 */
export async function rotateTokenSecret(
  context: Context,
  reach: Reach,
  { settingId, endsOldTokens }: SecretRotation,
  commit: Commit<SecretSetting>,
): Promise<Outcome<SecretSetting>> {
  return commit(async (db, record) => {
    const row = await lockTokenSetting(db, reach, settingId);
    if (row === undefined) return noTokenSetting;
    const now = context.store.now();
    const secrets = await listTokenSecrets(db, row, now);
    if (endsOldTokens) {
      await deleteTokenSecrets(db, row);
      await revokeMintedKeys(db, row, now);
    } else {
      if (secrets.length >= maxTokenSecrets) return tooManySecrets(secrets);
      await retireTokenSecret(db, row, now, now + row.longest_lifetime_seconds);
    }
    const draft = { number: (secrets[0]?.number ?? 0) + 1, created_at: now };
    const secret = await addTokenSecret(context, db, row, draft);
    const longest_lifetime_seconds = row.lifetime_seconds;
    const rotated = await updateTokenSetting(db, row, { longest_lifetime_seconds });
    await record(describeSetting('token-setting.rotate', rotated));
    return succeed({ row: rotated, secret });
  });
}

function tooManySecrets(secrets: readonly TokenSecretRow[]): Failure {
  const ends = secrets.flatMap(({ verifies_until: end }) => (end === null ? [] : [end]));
  return fail(
    'too_many_secrets',
    `Wait until ${formatInstant(Math.min(...ends))}, when an old secret ends, or send "endsOldTokens": true.`,
  );
}
