import { Type } from 'typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../../http/app.js';
import { createSessionReader } from '../../http/authenticate-session.js';
import { DisplayName } from '../../http/fields.js';
import { sendProblem } from '../../http/send-problem.js';
import { createSessionCookie } from '../../http/session-cookie.js';
import type { Outcome } from '../../problems.js';
import type { Context } from '../../services/context.js';
import { acceptInvitation } from '../../services/users/accept-invitation.js';
import { changePassword } from '../../services/users/change-password.js';
import { endSession } from '../../services/users/end-session.js';
import { toCsrfToken } from '../../services/users/secret-token.js';
import type { SignedIn } from '../../services/users/session.js';
import { signIn } from '../../services/users/sign-in.js';
import { version } from '../../version.js';
import { consolePaths } from './paths.js';
import { openToPages, openToSignedIn, signedInOf, visitorOf } from './signed-in.js';
import { toUser } from './views.js';

const Email = Type.String({ minLength: 1, maxLength: 254 });
/** More than any password may have: the service says how long one may be. */
const Password = Type.String({ minLength: 1, maxLength: 1024 });

const credentials = Type.Object(
  { email: Email, password: Password },
  { additionalProperties: false },
);
const acceptance = Type.Object(
  {
    token: Type.String({ minLength: 1, maxLength: 128 }),
    email: Email,
    name: DisplayName('Name for people'),
    password: Password,
  },
  { additionalProperties: false },
);
const passwordChange = Type.Object(
  { currentPassword: Password, newPassword: Password },
  { additionalProperties: false },
);

/** Signing in and out, by an invitation the first time. None of it is part of the API: only the console's own page may ask. */
export function addConsoleSession(app: App, context: Context): void {
  const cookie = createSessionCookie(context);
  const open = openToPages(context);
  const closed = openToSignedIn(context);
  const readSession = createSessionReader(context);
  const send = (request: FastifyRequest, reply: FastifyReply, outcome: Outcome<SignedIn>) => {
    if (!outcome.ok) return sendProblem(request, reply, outcome);
    cookie.set(reply, outcome.value.token);
    return reply.send(toSession(outcome.value));
  };
  app.post(
    consolePaths.signIn,
    { ...open, schema: { hide: true, body: credentials } },
    async (request, reply) => {
      const visitor = { ...visitorOf(request), previousToken: cookie.read(request) };
      return send(request, reply, await signIn(context, request.body, visitor));
    },
  );
  app.post(
    consolePaths.acceptInvitation,
    { ...open, schema: { hide: true, body: acceptance } },
    async (request, reply) =>
      send(request, reply, await acceptInvitation(context, request.body, visitorOf(request))),
  );
  app.post(
    consolePaths.password,
    { ...closed, schema: { hide: true, body: passwordChange } },
    async (request, reply) => {
      const signedIn = signedInOf(request);
      const visitor = visitorOf(request);
      return send(request, reply, await changePassword(context, signedIn, request.body, visitor));
    },
  );
  // Asked before anybody signs in, so that nobody is no failure.
  app.get(consolePaths.session, { ...open, schema: { hide: true } }, async (request, reply) => {
    const signedIn = await readSession(request);
    return reply.send({ session: signedIn.ok ? toSession(signedIn.value) : null });
  });
  app.post(consolePaths.signOut, { ...closed, schema: { hide: true } }, async (request, reply) => {
    const { user, session } = signedInOf(request);
    await endSession(context, user, session.session_id);
    cookie.clear(reply);
    return reply.send({});
  });
}

/** What the page has to know of the session that it is in. */
function toSession({ user, session, token }: SignedIn) {
  return {
    user: toUser(user),
    sessionId: session.session_id,
    csrfToken: toCsrfToken(token),
    version,
  };
}
