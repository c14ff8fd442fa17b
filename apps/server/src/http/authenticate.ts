import type { FastifyRequest } from 'fastify';
import { fail, succeed, type Failure, type Outcome } from '../problems.js';
import { includesScope, type Scope } from '../services/api-keys/api-key.js';
import {
  authenticate,
  isNoteDue,
  noteUse,
  type Caller,
} from '../services/api-keys/authenticate.js';
import type { Context } from '../services/context.js';
import { tooManyGuesses } from '../services/guesses/try-secret.js';
import type { App } from './app.js';
import { createSessionReader, toCaller, type SessionReader } from './authenticate-session.js';
import type { Rates } from './limit-rates.js';
import { sendProblem } from './send-problem.js';

/**
 * Asks for an API key, or for a session of the console, before anything else of a request is read. One answer for every key that is not good. A good
 * one is never refused because of wrong ones from the same address: it has 178 random bits, so that nothing is won by trying.
 */
export function authenticateRequests(app: App, context: Context, rates: Rates): void {
  const readSession = createSessionReader(context);
  app.decorateRequest('caller', undefined);
  app.decorateRequest('signedIn', undefined);
  app.addHook('onRequest', async (request, reply) => {
    const needed = request.is404 ? 'none' : (request.routeOptions.config.scope ?? 'admin');
    if (needed === 'none') return undefined;
    const caller = await identify(context, readSession, request);
    if (!caller.ok) return sendProblem(request, reply, caller);
    request.caller = caller.value;
    const failure = rates.countKey(caller.value, reply) ?? findScopeFault(caller.value, needed);
    return failure && sendProblem(request, reply, failure);
  });
  app.addHook('onResponse', ({ caller }, _reply, done) => {
    if (caller === undefined || !isNoteDue(context, caller)) done();
    else noteUse(context, caller).then(() => done(), done);
  });
}

/** Who sends a key is its caller, whatever cookies are sent along. */
async function identify(
  context: Context,
  readSession: SessionReader,
  request: FastifyRequest,
): Promise<Outcome<Caller>> {
  const { 'x-api-key': text, cookie } = request.headers;
  if (text === undefined && cookie !== undefined) {
    const signedIn = await readSession(request);
    if (signedIn.ok) return succeed(toCaller(signedIn.value, request));
    if (signedIn.code === 'cross_site_request') return signedIn;
  }
  const caller =
    typeof text === 'string' ? await authenticate(context, text, request.network) : undefined;
  return caller ? succeed(caller) : refuseKey(context, request, text !== undefined);
}

/** A key that is not good counts as a guess; no key at all is none. */
function refuseKey({ guesses }: Context, { network }: FastifyRequest, wasSent: boolean): Failure {
  const wait = wasSent ? guesses.waitOf('api-key', { network }) : 0;
  if (wait > 0) return tooManyGuesses(wait);
  if (wasSent) guesses.countWrong('api-key', { network });
  return fail('unauthorized', 'Send a valid API key in the header X-Api-Key.');
}

function findScopeFault({ scope }: Caller, needed: Scope): Failure | undefined {
  return includesScope(scope, needed)
    ? undefined
    : fail('insufficient_scope', `Use an API key of scope ${needed}.`);
}

/** The caller of a route that needs a key. */
export function callerOf({ caller }: FastifyRequest): Caller {
  if (caller === undefined) throw new Error('The route does not ask for an API key.');
  return caller;
}
