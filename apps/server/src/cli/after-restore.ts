import { formatInstant } from '@licet/core';
import { findLastChange, raiseCounters } from '../db/after-restore.js';
import { system } from '../services/audit/actor.js';
import type { Context } from '../services/context.js';

/**
 * Makes a database that was put back safe to serve, and returns what to print: what was given out after the backup cannot be mistaken for what is given
 * out from now on. What was taken away since has to be taken away again, which only people know.
 */
export async function raiseAfterRestore(context: Context): Promise<string> {
  const { store, account, auditLog } = context;
  const last = await findLastChange(store.db, account.id);
  await auditLog.transact(system, async (db, record) => {
    await raiseCounters(db, account.id, store.now());
    await record({ action: 'account.restore', target: account.id });
  });
  return describe(last === undefined ? 'the beginning' : formatInstant(last));
}

function describe(last: string): string {
  return `The database knows nothing of what was changed after ${last}. Done:
  new documents and leases count above all that were given out since
  status lists and the list of stolen keys are signed anew, above those that guards have seen
  everybody is signed out of the console, and invitations are void
To do by hand, as nobody else knows of it: repeat what was taken away since, namely revoked and suspended licenses, revoked API keys,
deleted or rotated token settings, and burnt signing keys.
`;
}
