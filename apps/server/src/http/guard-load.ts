import { fail } from '../problems.js';
import type { App } from './app.js';
import { sendProblem } from './send-problem.js';

/** For those who watch the process, most of all when it has much to do. */
const watched = new Set<string | undefined>(['/healthz', '/metrics']);

/** Tells clients early to come back when too many requests wait, rather than late; the process can be watched all the same. */
export function guardLoad(app: App, mostRequests: number): void {
  let underWay = 0;
  const leave = () => (underWay -= 1);
  app.addHook('onRequest', (request, reply, done) => {
    underWay += 1;
    // Also of a client that went away without waiting for its answer.
    reply.raw.once('close', leave);
    if (underWay <= mostRequests || watched.has(request.routeOptions.url)) done();
    else sendProblem(request, reply, fail('overloaded', 'Try again in a moment.'));
  });
}
