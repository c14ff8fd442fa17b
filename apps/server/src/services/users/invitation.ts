import { formatInstant } from '@licet/core';
import { createHash } from 'node:crypto';
import { deleteOldInvitations, insertInvitation } from '../../db/invitations.js';
import type { Db } from '../../db/tables.js';
import type { Recorder } from '../audit/audit-log.js';
import type { Context } from '../context.js';
import { createSecretToken, hashSecretToken } from './secret-token.js';

const secondsOpen = 24 * 3600;
const welcomePath = '/console/#/welcome';

/** Makes an invitation, which is good for one user and one day, and returns the secret of its link. `invitedBy` is a user, or nobody but the program. */
export async function createInvitation(
  { store, account }: Pick<Context, 'store' | 'account'>,
  invitedBy: string | null,
  db: Db,
  record: Recorder,
): Promise<string> {
  const now = store.now();
  const token = createSecretToken();
  const ends_at = now + secondsOpen;
  const token_hash = hashSecretToken(token);
  await deleteOldInvitations(db, account.id, now);
  await insertInvitation(db, {
    account_id: account.id,
    token_hash,
    invited_by: invitedBy,
    created_at: now,
    ends_at,
  });
  const details = { expiresAt: formatInstant(ends_at) };
  await record({ action: 'invitation.create', target: toInvitationId(token_hash), details });
  return token;
}

/** The link of an invitation. The secret stands behind a #, which browsers send to nobody and servers do not log. */
export function toInvitationLink(address: string, token: string): string {
  return `${address}${welcomePath}/${token}`;
}

/** Names an invitation in the audit log without saying what could be looked up by it. */
function toInvitationId(tokenHash: string): string {
  return `inv_${createHash('sha256').update(tokenHash).digest('hex').slice(0, 24)}`;
}
