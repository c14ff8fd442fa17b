import { findProduct } from '../../db/products.js';
import type { Reach } from '../../db/reach.js';
import type { Db, TokenSettingRow } from '../../db/tables.js';
import { insertTokenSetting, nextTokenSettingId } from '../../db/token-settings.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { AuditAction } from '../audit/actions.js';
import type { AuditDraft } from '../audit/audit-log.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import { addTokenSecret } from './token-secrets.js';

/** What a new token setting is to be; the schema of the request has checked its form. */
export interface TokenSettingDraft {
  readonly issuer: string;
  readonly audience: string;
  readonly lifetimeSeconds: number;
  readonly name?: string;
  readonly allowsClientKeys?: boolean;
  /** The only product of the keys that tokens are exchanged for; all of them when absent. */
  readonly product?: string;
}

/** A setting with its new secret in base64url, which is not to be had again. */
export interface SecretSetting {
  readonly row: TokenSettingRow;
  readonly secret: string;
}

/** Creates a token setting with a random secret. Codes: `product_not_found`. */
export async function createTokenSetting(
  context: Context,
  reach: Reach,
  draft: TokenSettingDraft,
  commit: Commit<SecretSetting>,
): Promise<Outcome<SecretSetting>> {
  const { product } = draft;
  return commit(async (db, record) => {
    if (product !== undefined && !(await findProduct(db, reach, product)))
      return fail('product_not_found', 'Create the product first, or name another.', 'product');
    const row = await insertUnderNextId(db, toRow(context, draft));
    const { created_at } = row;
    const secret = await addTokenSecret(context, db, row, { number: 1, created_at });
    await record(describeSetting('token-setting.create', row));
    return succeed({ row, secret });
  });
}

/** Two at once may see the same last id: the later one takes the next. */
async function insertUnderNextId(
  db: Db,
  row: Omit<TokenSettingRow, 'setting_id'>,
): Promise<TokenSettingRow> {
  for (;;) {
    const numbered = { ...row, setting_id: await nextTokenSettingId(db, row.account_id) };
    if (await insertTokenSetting(db, numbered)) return numbered;
  }
}

function toRow(
  { store, account }: Context,
  { issuer, audience, lifetimeSeconds, name, allowsClientKeys, product }: TokenSettingDraft,
): Omit<TokenSettingRow, 'setting_id'> {
  return {
    account_id: account.id,
    name: name ?? '',
    issuer,
    audience,
    lifetime_seconds: lifetimeSeconds,
    longest_lifetime_seconds: lifetimeSeconds,
    algorithm: 'HS256',
    allows_client_keys: allowsClientKeys === true ? 1 : 0,
    product: product ?? null,
    created_at: store.now(),
    deleted_at: null,
  };
}

/** A change of a setting in the words of the audit log. */
export function describeSetting(action: AuditAction, row: TokenSettingRow): AuditDraft {
  const { setting_id, product, lifetime_seconds: lifetimeSeconds } = row;
  const details = { lifetimeSeconds, allowsClientKeys: row.allows_client_keys === 1 };
  return { action, target: String(setting_id), product: product ?? undefined, details };
}
