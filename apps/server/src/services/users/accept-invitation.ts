import { randomBytes } from 'node:crypto';
import { findInvitation, takeInvitation } from '../../db/invitations.js';
import { deleteSessionsOf } from '../../db/sessions.js';
import type { Db, UserRow } from '../../db/tables.js';
import { findUserByEmail, insertUser, updatePassword } from '../../db/users.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { Recorder } from '../audit/audit-log.js';
import type { Context } from '../context.js';
import { hashPassword } from './password.js';
import { hashSecretToken } from './secret-token.js';
import { beginSession, type SignedIn, type Visitor } from './session.js';
import { toEmail } from './email.js';

/** What somebody says of himself who follows a link. */
export interface Acceptance {
  readonly token: string;
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

const endedLink = fail(
  'invitation_not_found',
  'Ask for a new link, or make one with "licet-server console invite": each works once, and for a day.',
);

/**
 * Makes the user of an invitation and signs in. A link that the program made also gives a user who exists a new password: whoever may run
 * the program may do everything. Codes: `invitation_not_found` (unknown, used or ended, all alike), `invalid_field`, `user_exists`,
 * `overloaded`.
 */
export async function acceptInvitation(
  context: Context,
  { token, email: emailText, name, password }: Acceptance,
  visitor: Visitor,
): Promise<Outcome<SignedIn>> {
  const { store, account, auditLog } = context;
  const invitation = await findInvitation(
    store.db,
    account.id,
    hashSecretToken(token),
    store.now(),
  );
  if (invitation === undefined) return endedLink;
  const email = toEmail(emailText);
  if (!email.ok) return email;
  const hash = await hashPassword(password);
  if (!hash.ok) return hash;
  const user = draftUser(context, { email: email.value, name, password: hash.value });
  const known = await findUserByEmail(store.db, account.id, user.email);
  if (known !== undefined && invitation.invited_by !== null) {
    return fail('user_exists', 'Sign in, or give another address.', 'email');
  }
  const person = known ?? user;
  return auditLog.transact({ kind: 'user', id: person.user_id }, async (db, record) => {
    if (!(await takeInvitation(db, invitation))) return endedLink;
    const stored = await storeUser({ known, user }, db, record);
    if (!stored.ok) return stored;
    return succeed(await beginSession(context, stored.value, visitor, db, record));
  });
}

async function storeUser(
  { known, user }: { readonly known: UserRow | undefined; readonly user: UserRow },
  db: Db,
  record: Recorder,
): Promise<Outcome<UserRow>> {
  if (known === undefined) {
    if (!(await insertUser(db, user))) throw new Error('The user was made at the same moment.');
    await record({ action: 'user.create', target: user.user_id });
    return succeed(user);
  }
  await updatePassword(db, known, user.password, user.password_changed_at);
  await deleteSessionsOf(db, known);
  await record({ action: 'user.update', target: known.user_id });
  return succeed(known);
}

function draftUser(
  { store, account }: Context,
  { email, name, password }: Pick<UserRow, 'email' | 'name' | 'password'>,
): UserRow {
  const now = store.now();
  return {
    account_id: account.id,
    user_id: `usr_${randomBytes(12).toString('hex')}`,
    email,
    name: name.trim(),
    password,
    created_at: now,
    password_changed_at: now,
  };
}
