import { timingSafeEqual } from 'node:crypto';
import { findApiKeyByHash, touchApiKey } from '../../db/api-keys.js';
import type { Reach } from '../../db/reach.js';
import type { ApiKeyRow } from '../../db/tables.js';
import type { Actor } from '../audit/actor.js';
import type { Context } from '../context.js';
import { hashApiKey, isApiKeyText, type ApiKeyKind, type Scope } from './api-key.js';

const secondsBetweenNotes = 60;

/** Who sent a request, as far as it matters to what is done with it. */
export interface Caller extends Reach {
  readonly actor: Exclude<Actor, { kind: 'system' }>;
  /** The id of the actor: of the key, or of the user in whose session the request was sent. */
  readonly apiKeyId: string;
  readonly scope: Scope;
  readonly kind: ApiKeyKind;
  /** What the client's address counts as. */
  readonly network: string;
  readonly lastUsedAt: number | null;
}

/** The caller that an API key from an address stands for; `undefined` when it is malformed, unknown, expired or revoked, whichever. */
export async function authenticate(
  { store, account }: Pick<Context, 'store' | 'account'>,
  text: string,
  network: string,
): Promise<Caller | undefined> {
  if (!isApiKeyText(text)) return undefined;
  const hash = hashApiKey(text);
  const row = await findApiKeyByHash(store.db, account.id, hash);
  if (row === undefined || !isSame(row.key_hash, hash) || !isUsable(row, store.now())) {
    return undefined;
  }
  return {
    accountId: row.account_id,
    product: row.product ?? undefined,
    actor: { kind: 'api-key', id: row.api_key_id },
    apiKeyId: row.api_key_id,
    scope: row.scope,
    kind: row.kind,
    network,
    lastUsedAt: row.last_used_at,
  };
}

/** Whether it is time to note that a key was used: at most once a minute, as a note is a write. Sessions are noted when they are found. */
export function isNoteDue(
  { store }: Pick<Context, 'store'>,
  { actor, lastUsedAt }: Caller,
): boolean {
  if (actor.kind !== 'api-key') return false;
  return lastUsedAt === null || store.now() - lastUsedAt >= secondsBetweenNotes;
}

/** Notes that a key was used. */
export async function noteUse(
  { store }: Pick<Context, 'store'>,
  { accountId, apiKeyId }: Caller,
): Promise<void> {
  const now = store.now();
  await store.write((db) => touchApiKey(db, accountId, apiKeyId, now));
}

function isUsable({ revoked_at, expires_at }: ApiKeyRow, now: number): boolean {
  return revoked_at === null && (expires_at === null || now < expires_at);
}

function isSame(stored: string, computed: string): boolean {
  const [a, b] = [Buffer.from(stored), Buffer.from(computed)];
  return a.length === b.length && timingSafeEqual(a, b);
}
