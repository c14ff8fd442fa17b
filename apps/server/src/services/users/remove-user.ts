import { deleteSessionsOf } from '../../db/sessions.js';
import type { UserRow } from '../../db/tables.js';
import { deleteUser, findUser } from '../../db/users.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';

/** Removes a user, who is signed out everywhere. Nobody removes himself, so that somebody stays. Codes: `user_not_found`, `last_user`. */
export async function removeUser(
  { account, auditLog }: Context,
  by: UserRow,
  userId: string,
): Promise<Outcome<UserRow>> {
  if (by.user_id === userId) {
    return fail('last_user', 'Have somebody else remove you, so that somebody stays.');
  }
  return auditLog.transact({ kind: 'user', id: by.user_id }, async (db, record) => {
    const user = await findUser(db, account.id, userId);
    if (user === undefined) return fail('user_not_found', 'Check the id of the user.');
    await deleteSessionsOf(db, user);
    await deleteUser(db, account.id, userId);
    await record({ action: 'user.delete', target: userId });
    return succeed(user);
  });
}
