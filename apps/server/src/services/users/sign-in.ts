import { deleteSession } from '../../db/sessions.js';
import type { UserRow } from '../../db/tables.js';
import { findUserByEmail } from '../../db/users.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import { tooManyGuesses } from '../guesses/try-secret.js';
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
 * one, is over. Codes: `sign_in_failed`, `too_many_guesses`, `overloaded`.
 */
export async function signIn(
  context: Context,
  credentials: Credentials,
  visitor: Visitor & { readonly previousToken: string | undefined },
): Promise<Outcome<SignedIn>> {
  const found = await tryCredentials(context, credentials, visitor.network);
  if (!found.ok) return found;
  const user = found.value;
  const { previousToken } = visitor;
  const previous = previousToken && (await findSignedIn(context, previousToken));
  return context.auditLog.transact({ kind: 'user', id: user.user_id }, async (db, record) => {
    if (previous) await deleteSession(db, previous.session, previous.session.session_id);
    return succeed(await beginSession(context, user, visitor, db, record));
  });
}

/**
 * The user whose password it is. Wrong tries are counted by address and by user, and slowed down; who was right at an address within a day need
 * not wait there, so that nobody is kept out by the tries of others.
 */
async function tryCredentials(
  context: Context,
  { email: text, password }: Credentials,
  network: string,
): Promise<Outcome<UserRow>> {
  const { guesses, vault } = context;
  const parsing = toEmail(text);
  const email = parsing.ok ? parsing.value : '';
  const guesser = { network, email };
  const mark = vault.requestHmac(Buffer.from(JSON.stringify(['sign-in', email, password])));
  const wait = guesses.waitOf('sign-in', guesser);
  if (wait > 0 && !guesses.isProven('sign-in', network, mark)) return tooManyGuesses(wait);
  const found = await findByCredentials(context, email, password);
  if (!found.ok) return found;
  if (found.value === undefined) {
    guesses.countWrong('sign-in', guesser);
    return wrong;
  }
  guesses.prove('sign-in', network, mark);
  return succeed(found.value);
}

/** `undefined` when the password is nobody's. Codes: `overloaded`. */
async function findByCredentials(
  { store, account }: Context,
  email: string,
  password: string,
): Promise<Outcome<UserRow | undefined>> {
  const user = await findUserByEmail(store.db, account.id, email);
  const isRight = await isPassword(password, user?.password);
  if (!isRight.ok) return isRight;
  return succeed(isRight.value ? user : undefined);
}
