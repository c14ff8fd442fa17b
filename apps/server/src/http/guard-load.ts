import { fail } from '../problems.js';
import type { App } from './app.js';
import { sendProblem } from './send-problem.js';

/** Tells clients early to come back when too many requests wait, rather than late; the health of the process can always be asked. */
export function guardLoad(app: App, mostRequests: number): void {
  let underWay = 0;
  app.addHook('onRequest', async (request, reply) => {
    underWay += 1;
    // Also of a client that went away without waiting for its answer.
    reply.raw.once('close', () => (underWay -= 1));
    if (underWay <= mostRequests || request.routeOptions.url === '/healthz') return undefined;
    return sendProblem(request, reply, fail('overloaded', 'Try again in a moment.'));
  });
}
