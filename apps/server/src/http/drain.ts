import type { App, Drain } from './app.js';

/** While the server drains, has every connection end with its present answer rather than wait for another request. */
export function drainConnections(app: App): void {
  const drain: Drain = { hasBegun: false };
  app.decorate('drain', drain);
  app.addHook('preClose', (done) => {
    drain.hasBegun = true;
    done();
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (drain.hasBegun) reply.header('connection', 'close');
    done();
  });
}
