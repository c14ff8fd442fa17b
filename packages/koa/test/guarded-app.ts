import { setImmediate } from 'node:timers/promises';
import { failureText, servedBody, type GuardTarget } from '@licet/conformance';
import type Koa from 'koa';
import { licenseGate, type LicenseGate, type LicensedState } from '../src/index.js';
import { listen } from './listen.js';

type Handler = Koa.Middleware<LicensedState>;

/** The application of the conformance suite on one major of Koa. */
export const startGuardedApp =
  (App: typeof Koa): GuardTarget['start'] =>
  async (options) => {
    const gate = licenseGate(options);
    let handled = 0;
    const app = new App().use(answerFailures).use(gate);
    app.use(createPages(gate, () => (handled += 1)));
    const server = await listen(app.callback());
    server.http.on('upgrade', (request, socket) => {
      const { allowed } = gate.check(request);
      socket.end(`HTTP/1.1 ${allowed ? '101 Switching Protocols' : '403 Forbidden'}\r\n\r\n`);
    });
    return {
      port: server.port,
      get handled() {
        return handled;
      },
      close: async () => {
        gate.close();
        await server[Symbol.asyncDispose]();
      },
    };
  };

const answerFailures: Koa.Middleware = async (context, next) => {
  try {
    await next();
  } catch (error) {
    context.status = 418;
    context.body = (error as Error).message;
  }
};

/** Koa has no router of its own. */
function createPages(gate: LicenseGate, onHandled: () => void): Handler {
  const serve: Handler = (context) => {
    onHandled();
    context.body = servedBody;
  };
  const pages: Record<string, readonly Handler[]> = {
    '/access': [
      async (context) => {
        onHandled();
        await setImmediate();
        context.body = context.state.license;
      },
    ],
    '/reports': [gate.requires('reports'), serve],
    '/export': [gate.requires('export'), serve],
    '/fails': [
      () => {
        onHandled();
        throw new Error(failureText);
      },
    ],
  };
  return (context, next) => run(pages[context.path] ?? [serve], context, next);
}

async function run(
  [first, ...others]: readonly Handler[],
  context: Parameters<Handler>[0],
  next: Koa.Next,
): Promise<void> {
  if (first === undefined) await next();
  else await first(context, () => run(others, context, next));
}
