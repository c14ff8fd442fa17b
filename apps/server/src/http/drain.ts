import type { App } from './app.js';

/** While the server closes, has every connection end with its present answer rather than wait for another request. */
export function drainConnections(app: App): void {
  let isClosing = false;
  app.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (isClosing) reply.header('connection', 'close');
    done();
  });
}
