import { deleteSession, deleteSessionsOf } from '../../db/sessions.js';
import type { UserRow } from '../../db/tables.js';
import type { Context } from '../context.js';
import type { SignedIn } from './session.js';

/** Ends one session of a user. False when it is over already. */
export async function endSession(
  { auditLog }: Pick<Context, 'auditLog'>,
  user: UserRow,
  sessionId: string,
): Promise<boolean> {
  return auditLog.transact({ kind: 'user', id: user.user_id }, async (db, record) => {
    if (!(await deleteSession(db, user, sessionId))) return false;
    await record({ action: 'session.end', target: sessionId });
    return true;
  });
}

/** Ends all sessions of whoever is signed in but the one at hand. */
export async function endOtherSessions(
  { auditLog }: Pick<Context, 'auditLog'>,
  { user, session }: SignedIn,
): Promise<void> {
  await auditLog.transact({ kind: 'user', id: user.user_id }, async (db, record) => {
    await deleteSessionsOf(db, user, session.session_id);
    await record({ action: 'session.end', target: user.user_id });
  });
}
