import { deleteSession } from '../../db/sessions.js';
import type { UserRow } from '../../db/tables.js';
import { findUserByEmail } from '../../db/users.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import { toEmail } from './email.js';
import { isPassword } from './password.js';
import { beginSession, findSignedIn, type SignedIn, type Visitor } from './session.js';

/** What somebody signs in with. */
export interface Credentials {
  readonly email: string;
  readonly password: string;
}

const wrong = fail('sign_in_failed', 'Check the address and the password.');

/**
 * Signs in. Wrong passwords and unknown addresses are answered alike and after the same time. The session of before, if the browser had
 * one, is over. Codes: `sign_in_failed`, `overloaded`.
 */
export async function signIn(
  context: Context,
  credentials: Credentials,
  visitor: Visitor & { readonly previousToken: string | undefined },
): Promise<Outcome<SignedIn>> {
  const found = await findByCredentials(context, credentials);
  if (!found.ok) return found;
  if (found.value === undefined) return wrong;
  const user = found.value;
  const { previousToken } = visitor;
  const previous = previousToken && (await findSignedIn(context, previousToken));
  return context.auditLog.transact({ kind: 'user', id: user.user_id }, async (db, record) => {
    if (previous) await deleteSession(db, previous.session, previous.session.session_id);
    return succeed(await beginSession(context, user, visitor, db, record));
  });
}

/** The user whose password it is; `undefined` when it is nobody's. This is where guesses are made. Codes: `overloaded`. */
export async function findByCredentials(
  { store, account }: Context,
  { email: text, password }: Credentials,
): Promise<Outcome<UserRow | undefined>> {
  const email = toEmail(text);
  const user = email.ok ? await findUserByEmail(store.db, account.id, email.value) : undefined;
  const isRight = await isPassword(password, user?.password);
  if (!isRight.ok) return isRight;
  return succeed(isRight.value ? user : undefined);
}
