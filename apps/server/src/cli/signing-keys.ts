import { createSecretFile } from '../data-folder.js';
import { findSigningKey } from '../db/signing-keys.js';
import { system } from '../services/audit/actor.js';
import type { Context } from '../services/context.js';
import { rotateLeaf } from '../services/signing/rotate-leaf.js';
import { openPassphrase } from '../services/signing/seal-key.js';
import { plainCommit } from '../services/write.js';
import { StartupError } from '../startup-error.js';

/** Makes a new leaf and returns its kid. A running server signs with it from its next document on. */
export async function rotate(context: Context, use: 'license' | 'status'): Promise<string> {
  const outcome = await rotateLeaf(context, use, plainCommit(context, system));
  if (!outcome.ok) throw new StartupError(outcome.detail);
  return outcome.value.kid;
}

/**
 * Writes the PKCS#12 store of a key to a new file that only its owner may read and returns the passphrase. Throws `StartupError` when there
 * is no such key, or a file of that name already.
 */
export async function exportKeyStore(
  { store, account, vault, auditLog }: Context,
  kid: string,
  file: string,
): Promise<string> {
  const row = await findSigningKey(store.db, account.id, kid);
  if (row === undefined) throw new StartupError(`there is no signing key ${kid}`);
  await auditLog.transact(system, async (_db, record) => {
    if (!(await createSecretFile(file, Buffer.from(row.pkcs12, 'base64')))) {
      throw new StartupError(`${file} is there already: choose another name`);
    }
    await record({ action: 'signing-key.export', target: kid, details: { use: row.use } });
  });
  return openPassphrase(row, vault.sealer);
}
