import { createApiKey, type ApiKeyDraft } from '../services/api-keys/create-api-key.js';
import type { Context } from '../services/context.js';
import { StartupError } from '../startup-error.js';

/** Makes an API key and returns its text. Throws `StartupError` when it cannot be made. */
export async function createKeyText(
  { store, account }: Context,
  draft: ApiKeyDraft,
): Promise<string> {
  const created = await store.transact((db) => createApiKey(db, account.id, draft, store.now()));
  if (!created.ok) throw new StartupError(created.detail);
  return created.value.text;
}
