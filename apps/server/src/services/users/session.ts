import { randomBytes } from 'node:crypto';
import {
  deleteOldSessions,
  findSession,
  insertSession,
  touchSession,
  type SessionBounds,
} from '../../db/sessions.js';
import type { Db, SessionRow, UserRow } from '../../db/tables.js';
import { findUser } from '../../db/users.js';
import type { Recorder } from '../audit/audit-log.js';
import type { Context } from '../context.js';
import { createSecretToken, hashSecretToken } from './secret-token.js';

/** A session ends so long after the last request, and so long after its beginning in any case. */
const secondsIdle = 12 * 3600;
const secondsAtMost = 7 * 24 * 3600;
const secondsBetweenNotes = 60;

const userAgentCharacters = 300;

/** Where a session is begun. */
export interface Visitor {
  /** What the address of the client counts as. */
  readonly network: string;
  readonly userAgent: string;
}

/** Somebody who is signed in, and in which browser. */
export interface SignedIn {
  readonly user: UserRow;
  readonly session: SessionRow;
  /** The text in the cookie. */
  readonly token: string;
}

/** Which sessions are not over. */
export function sessionBounds({ store }: Pick<Context, 'store'>): SessionBounds {
  const now = store.now();
  return { seenAfter: now - secondsIdle, begunAfter: now - secondsAtMost };
}

/** Begins a session under a new id: one that somebody knew before means nothing. */
export async function beginSession(
  context: Pick<Context, 'store'>,
  user: UserRow,
  { network, userAgent }: Visitor,
  db: Db,
  record: Recorder,
): Promise<SignedIn> {
  const now = context.store.now();
  const token = createSecretToken();
  const session: SessionRow = {
    account_id: user.account_id,
    session_id: `ses_${randomBytes(12).toString('hex')}`,
    token_hash: hashSecretToken(token),
    user_id: user.user_id,
    created_at: now,
    last_seen_at: now,
    address: network,
    user_agent: userAgent.replaceAll(/[^\x20-\x7e]/g, '').slice(0, userAgentCharacters),
  };
  await deleteOldSessions(db, user.account_id, sessionBounds(context));
  await insertSession(db, session);
  await record({ action: 'session.create', target: session.session_id });
  return { user, session, token };
}

/** Who is signed in by the text of a cookie; nobody when it is unknown, or over. */
export async function findSignedIn(
  context: Pick<Context, 'store' | 'account'>,
  token: string,
): Promise<SignedIn | undefined> {
  const { store, account } = context;
  const hash = hashSecretToken(token);
  const session = await findSession(store.db, account.id, hash, sessionBounds(context));
  const user = session && (await findUser(store.db, account.id, session.user_id));
  if (session === undefined || user === undefined) return undefined;
  await noteVisit(context, session);
  return { user, session, token };
}

/** At most once a minute, as a note is a write. */
async function noteVisit({ store }: Pick<Context, 'store'>, session: SessionRow): Promise<void> {
  const now = store.now();
  if (now - session.last_seen_at >= secondsBetweenNotes) await touchSession(store.db, session, now);
}
