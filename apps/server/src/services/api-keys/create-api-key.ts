import type { EpochSeconds } from '@licet/core';
import { randomBytes } from 'node:crypto';
import { insertApiKey } from '../../db/api-keys.js';
import { findProduct } from '../../db/products.js';
import type { ApiKeyRow, Db } from '../../db/tables.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import { createApiKeyText, hashApiKey, kindOf, type Scope } from './api-key.js';

/** What a new key is to be. */
export interface ApiKeyDraft {
  readonly scope: Scope;
  readonly name: string;
  /** The only product that it may touch; all of them when absent. */
  readonly product?: string | undefined;
  readonly expiresInSeconds?: number | undefined;
}

/** A new key with its text, which is not to be had again. */
export interface CreatedApiKey {
  readonly text: string;
  readonly row: ApiKeyRow;
}

/** Makes and stores a key. Codes: `invalid_field` (an admin key cannot be bound to a product), `product_not_found`. */
export async function createApiKey(
  db: Db,
  accountId: string,
  draft: ApiKeyDraft,
  now: EpochSeconds,
): Promise<Outcome<CreatedApiKey>> {
  const { scope, name, product, expiresInSeconds } = draft;
  if (product !== undefined) {
    // It could make an unbound key at once.
    if (scope === 'admin')
      return fail('invalid_field', 'A key of scope admin cannot be bound to a product.', 'product');
    if (!(await findProduct(db, { accountId, product: undefined }, product)))
      return fail('product_not_found', 'Create the product first, or name another.', 'product');
  }
  const text = createApiKeyText(kindOf(scope));
  const base = { account_id: accountId, scope, name, product: product ?? null, created_at: now };
  const row = {
    ...toApiKeyRow(text, base),
    expires_at: expiresInSeconds === undefined ? null : now + expiresInSeconds,
  };
  await insertApiKey(db, row);
  return succeed({ text, row });
}

/** A row for a new key that does not end. */
export function toApiKeyRow(
  text: string,
  base: Pick<ApiKeyRow, 'account_id' | 'scope' | 'name' | 'product' | 'created_at'>,
): ApiKeyRow {
  return {
    ...base,
    api_key_id: `key_${randomBytes(12).toString('hex')}`,
    key_hash: hashApiKey(text),
    last4: text.slice(-4),
    kind: kindOf(base.scope),
    expires_at: null,
    revoked_at: null,
    last_used_at: null,
    setting_id: null,
    token_id: null,
    subject: null,
  };
}
