import type { FastifyRequest } from 'fastify';
import { fail, type Failure } from '../problems.js';
import { includesScope, type Scope } from '../services/api-keys/api-key.js';
import { authenticate, noteUse, type Caller } from '../services/api-keys/authenticate.js';
import type { Context } from '../services/context.js';
import { tooManyGuesses } from '../services/guesses/try-secret.js';
import type { App } from './app.js';
import type { Rates } from './limit-rates.js';
import { sendProblem } from './send-problem.js';

/**
 * Asks for an API key before anything else of a request is read. One answer for every key that is not good. A good one is never refused because
 * of wrong ones from the same address: it has 178 random bits, so that nothing is won by trying.
 */
export function authenticateRequests(app: App, context: Context, rates: Rates): void {
  app.decorateRequest('caller', undefined);
  app.addHook('onRequest', async (request, reply) => {
    const needed = request.is404 ? 'none' : (request.routeOptions.config.scope ?? 'admin');
    if (needed === 'none') return undefined;
    const text = request.headers['x-api-key'];
    const caller =
      typeof text === 'string' ? await authenticate(context, text, request.network) : undefined;
    if (caller === undefined) {
      return sendProblem(request, reply, refuseKey(context, request, text !== undefined));
    }
    request.caller = caller;
    const failure = rates.countKey(caller, reply) ?? findScopeFault(caller, needed);
    return failure && sendProblem(request, reply, failure);
  });
  app.addHook('onResponse', async ({ caller }) => {
    if (caller !== undefined) await noteUse(context, caller);
  });
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
