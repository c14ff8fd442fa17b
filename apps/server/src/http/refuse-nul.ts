import { fail } from '../problems.js';
import type { App } from './app.js';
import { sendProblem } from './send-problem.js';

/** Refuses addresses with a NUL, which no database could compare with anything. */
export function refuseNul(app: App): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.url.includes('%00')) done();
    else sendProblem(request, reply, fail('malformed_request', 'Send an address without NUL.'));
  });
}
