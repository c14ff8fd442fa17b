import type { FastifyRequest } from 'fastify';
import { fail, succeed, type Outcome } from '../problems.js';
import { includesScope } from '../services/api-keys/api-key.js';
import { authenticate, noteUse, type Caller } from '../services/api-keys/authenticate.js';
import type { Context } from '../services/context.js';
import type { App } from './app.js';
import { createSessionReader, toCaller, type SessionReader } from './authenticate-session.js';
import { sendProblem } from './send-problem.js';

/** Asks for an API key or a session before anything else of a request is read. One answer for every key that is not good. */
export function authenticateRequests(app: App, context: Context): void {
  const readSession = createSessionReader(context);
  app.decorateRequest('caller', undefined);
  app.decorateRequest('signedIn', undefined);
  app.addHook('onRequest', async (request, reply) => {
    const needed = request.is404 ? 'none' : (request.routeOptions.config.scope ?? 'admin');
    if (needed === 'none') return undefined;
    const caller = await identify(context, readSession, request);
    if (!caller.ok) return sendProblem(request, reply, caller);
    request.caller = caller.value;
    return includesScope(caller.value.scope, needed)
      ? undefined
      : sendProblem(
          request,
          reply,
          fail('insufficient_scope', `Use an API key of scope ${needed}.`),
        );
  });
  app.addHook('onResponse', async ({ caller }) => {
    if (caller !== undefined) await noteUse(context, caller);
  });
}

/** Who has a key is its caller, whatever cookies are sent along. */
async function identify(
  context: Context,
  readSession: SessionReader,
  request: FastifyRequest,
): Promise<Outcome<Caller>> {
  const { 'x-api-key': text, cookie } = request.headers;
  if (text === undefined && cookie !== undefined) {
    const signedIn = await readSession(request);
    if (signedIn.ok) return succeed(toCaller(signedIn.value));
    if (signedIn.code === 'cross_site_request') return signedIn;
  }
  const caller = typeof text === 'string' ? await authenticate(context, text) : undefined;
  return caller === undefined ? noGoodKey : succeed(caller);
}

const noGoodKey = fail('unauthorized', 'Send a valid API key in the header X-Api-Key.');

/** The caller of a route that needs a key. */
export function callerOf({ caller }: FastifyRequest): Caller {
  if (caller === undefined) throw new Error('The route does not ask for an API key.');
  return caller;
}
