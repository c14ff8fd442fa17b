import { createApiKey, type ApiKeyDraft } from '../services/api-keys/create-api-key.js';
import { system } from '../services/audit/actor.js';
import type { Context } from '../services/context.js';
import { StartupError } from '../startup-error.js';

/** Makes an API key and returns its text. Throws `StartupError` when it cannot be made. */
export async function createKeyText(context: Context, draft: ApiKeyDraft): Promise<string> {
  const created = await context.auditLog.transact(system, (db, record) =>
    createApiKey(context, draft, db, record),
  );
  if (!created.ok) throw new StartupError(created.detail);
  return created.value.text;
}
