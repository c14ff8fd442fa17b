import { formatInstant, type EpochSeconds } from '@licet/core';
import { randomBytes } from 'node:crypto';
import { insertApiKey } from '../../db/api-keys.js';
import { findProduct } from '../../db/products.js';
import type { ApiKeyRow, Db } from '../../db/tables.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { AuditDraft, Recorder } from '../audit/audit-log.js';
import type { Context } from '../context.js';
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

/** Makes, stores and records a key. Codes: `invalid_field` (an admin key cannot be bound to a product), `product_not_found`. */
export async function createApiKey(
  { store, account }: Pick<Context, 'store' | 'account'>,
  draft: ApiKeyDraft,
  db: Db,
  record: Recorder,
): Promise<Outcome<CreatedApiKey>> {
  const { scope, product } = draft;
  const accountId = account.id;
  if (product !== undefined) {
    // It could make an unbound key at once.
    if (scope === 'admin')
      return fail('invalid_field', 'A key of scope admin cannot be bound to a product.', 'product');
    if (!(await findProduct(db, { accountId, product: undefined }, product)))
      return fail('product_not_found', 'Create the product first, or name another.', 'product');
  }
  const created = draftKey(accountId, draft, store.now());
  await insertApiKey(db, created.row);
  await record(describeCreation(created.row));
  return succeed(created);
}

function draftKey(
  account_id: string,
  { scope, name, product, expiresInSeconds }: ApiKeyDraft,
  now: EpochSeconds,
): CreatedApiKey {
  const text = createApiKeyText(kindOf(scope));
  const row: ApiKeyRow = {
    ...toApiKeyRow(text, { account_id, scope, name, product: product ?? null, created_at: now }),
    expires_at: expiresInSeconds === undefined ? null : now + expiresInSeconds,
  };
  return { text, row };
}

function describeCreation(row: ApiKeyRow): AuditDraft {
  const { api_key_id: target, scope, expires_at: end } = row;
  const details = { scope, ...(end !== null && { expiresAt: formatInstant(end) }) };
  return { action: 'api-key.create', target, product: row.product ?? undefined, details };
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
