import { deleteSessionsOf } from '../../db/sessions.js';
import { updatePassword } from '../../db/users.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import { hashPassword, isPassword } from './password.js';
import { beginSession, type SignedIn, type Visitor } from './session.js';

/** A password and the one that is to follow it. */
export interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
}

/**
 * Changes the password of whoever is signed in. All sessions are over, and a new one begins for the browser at hand.
 * Codes: `invalid_field` (the field says which), `overloaded`.
 */
export async function changePassword(
  context: Context,
  { user }: SignedIn,
  { currentPassword, newPassword }: PasswordChange,
  visitor: Visitor,
): Promise<Outcome<SignedIn>> {
  const isRight = await isPassword(currentPassword, user.password);
  if (!isRight.ok) return isRight;
  if (!isRight.value) return wrongPassword;
  const hash = await hashPassword(newPassword, 'newPassword');
  if (!hash.ok) return hash;
  const { store, auditLog } = context;
  return auditLog.transact({ kind: 'user', id: user.user_id }, async (db, record) => {
    if (!(await updatePassword(db, user, hash.value, store.now()))) return wrongPassword;
    await deleteSessionsOf(db, user);
    await record({ action: 'user.update', target: user.user_id });
    return succeed(await beginSession(context, user, visitor, db, record));
  });
}

const wrongPassword = fail(
  'invalid_field',
  'This is not your present password.',
  'currentPassword',
);
