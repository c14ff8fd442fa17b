import { createTokenSecrets, type EpochSeconds, type TokenSecrets } from '@licet/core';
import { randomBytes } from 'node:crypto';
import { insertTokenSecret, listTokenSecrets } from '../../db/token-secrets.js';
import type { Db, TokenSecretRow, TokenSettingRow } from '../../db/tables.js';
import type { Context } from '../context.js';

/** As long as the hash: more would add nothing (RFC 7518 section 3.2). */
const secretBytes = 32;

/** A secret is tried for each token that the ones before it did not sign. */
export const maxTokenSecrets = 8;

/** Makes and stores a secret that signs from now on. Returns it in base64url, to be shown once. */
export async function addTokenSecret(
  { vault }: Context,
  db: Db,
  { account_id, setting_id }: TokenSettingRow,
  draft: Pick<TokenSecretRow, 'number' | 'created_at'>,
): Promise<string> {
  const secret = randomBytes(secretBytes);
  const row = { account_id, setting_id, ...draft };
  const secret_sealed = vault.sealer.seal(purposeOf(row), secret);
  await insertTokenSecret(db, { ...row, secret_sealed, verifies_until: null });
  return secret.toString('base64url');
}

/** The secrets under which tokens of a setting count, opened. */
export async function openTokenSecrets(
  { vault }: Context,
  db: Db,
  setting: TokenSettingRow,
  now: EpochSeconds,
): Promise<TokenSecrets> {
  const rows = await listTokenSecrets(db, setting, now);
  return createTokenSecrets(
    rows.map((row) => vault.sealer.open(purposeOf(row), row.secret_sealed)),
  );
}

function purposeOf({ setting_id, number }: Pick<TokenSecretRow, 'setting_id' | 'number'>): string {
  return `token-secret ${String(setting_id)} ${String(number)}`;
}
