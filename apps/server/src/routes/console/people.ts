import { Type } from 'typebox';
import { listSessions } from '../../db/sessions.js';
import { listUsers } from '../../db/users.js';
import type { App } from '../../http/app.js';
import { sendOutcome } from '../../http/send-outcome.js';
import { sendProblem } from '../../http/send-problem.js';
import { fail } from '../../problems.js';
import type { Context } from '../../services/context.js';
import { endOtherSessions, endSession } from '../../services/users/end-session.js';
import { createInvitation } from '../../services/users/invitation.js';
import { removeUser } from '../../services/users/remove-user.js';
import { sessionBounds } from '../../services/users/session.js';
import { consolePaths } from './paths.js';
import { openToSignedIn, signedInOf } from './signed-in.js';
import { toSessionView, toUser } from './views.js';

const params = Type.Object({ id: Type.String() });

/** The sessions of whoever is signed in, and the others who can sign in. */
export function addConsolePeople(app: App, context: Context): void {
  addSessions(app, context);
  addUsers(app, context);
}

function addSessions(app: App, context: Context): void {
  const { store, account } = context;
  const closed = openToSignedIn(context);
  app.get(consolePaths.sessions, { ...closed, schema: { hide: true } }, async (request, reply) => {
    const { user, session } = signedInOf(request);
    const bounds = sessionBounds(context);
    const rows = await listSessions(store.db, account.id, user.user_id, bounds);
    const items = rows.map((row) => toSessionView(row, session.session_id));
    return reply.send({ items, nextCursor: null });
  });
  app.post(
    consolePaths.endSession,
    { ...closed, schema: { hide: true, params } },
    async (request, reply) => {
      const { user } = signedInOf(request);
      return (await endSession(context, user, request.params.id))
        ? reply.send({})
        : sendProblem(request, reply, fail('session_not_found', 'It is over already.'));
    },
  );
  app.post(
    consolePaths.endOtherSessions,
    { ...closed, schema: { hide: true } },
    async (request, reply) => {
      await endOtherSessions(context, signedInOf(request));
      return reply.send({});
    },
  );
}

function addUsers(app: App, context: Context): void {
  const { store, account, auditLog } = context;
  const closed = openToSignedIn(context);
  app.get(consolePaths.users, { ...closed, schema: { hide: true } }, async (_request, reply) => {
    const rows = await listUsers(store.db, account.id);
    return reply.send({ items: rows.map(toUser), nextCursor: null });
  });
  app.post(
    consolePaths.removeUser,
    { ...closed, schema: { hide: true, params } },
    async (request, reply) => {
      const outcome = await removeUser(context, signedInOf(request).user, request.params.id);
      return sendOutcome(request, reply, outcome, toUser);
    },
  );
  app.post(
    consolePaths.invitations,
    { ...closed, schema: { hide: true } },
    async (request, reply) => {
      const { user_id: id } = signedInOf(request).user;
      const token = await auditLog.transact({ kind: 'user', id }, (db, record) =>
        createInvitation(context, id, db, record),
      );
      // The page knows under which address it was loaded.
      return reply.code(201).send({ token });
    },
  );
}
