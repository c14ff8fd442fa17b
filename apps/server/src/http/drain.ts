import type { App } from './app.js';

/** Whether the server is about to stop: it answers all the same, and asks not to be sent more. */
export interface Drain {
  hasBegun: boolean;
}

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
