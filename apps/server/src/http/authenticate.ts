import type { FastifyRequest } from 'fastify';
import { fail } from '../problems.js';
import { includesScope } from '../services/api-keys/api-key.js';
import { authenticate, noteUse, type Caller } from '../services/api-keys/authenticate.js';
import type { Context } from '../services/context.js';
import type { App } from './app.js';
import { sendProblem } from './send-problem.js';

/** Asks for an API key before anything else of a request is read. One answer for every key that is not good. */
export function authenticateRequests(app: App, context: Context): void {
  app.decorateRequest('caller', undefined);
  app.addHook('onRequest', async (request, reply) => {
    const needed = request.is404 ? 'none' : (request.routeOptions.config.scope ?? 'admin');
    if (needed === 'none') return undefined;
    const text = request.headers['x-api-key'];
    const caller = typeof text === 'string' ? await authenticate(context, text) : undefined;
    if (caller === undefined) {
      return sendProblem(
        request,
        reply,
        fail('unauthorized', 'Send a valid API key in the header X-Api-Key.'),
      );
    }
    request.caller = caller;
    return includesScope(caller.scope, needed)
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

/** The caller of a route that needs a key. */
export function callerOf({ caller }: FastifyRequest): Caller {
  if (caller === undefined) throw new Error('The route does not ask for an API key.');
  return caller;
}
