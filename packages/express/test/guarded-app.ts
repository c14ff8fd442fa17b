import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { failureText, servedBody, type GuardTarget } from '@licet/conformance';
import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
import { licenseGate, type LicenseGate } from '../src/index.js';

/** The application of the conformance suite on one major of Express. */
export const startGuardedApp =
  (createApp: () => Express): GuardTarget['start'] =>
  async (options) => {
    const gate = licenseGate(options);
    let handled = 0;
    const app = createPages(createApp(), gate, () => (handled += 1));
    const server = createServer(app).listen(0, '127.0.0.1');
    server.on('upgrade', (request, socket) => {
      const { allowed } = gate.check(request);
      socket.end(`HTTP/1.1 ${allowed ? '101 Switching Protocols' : '403 Forbidden'}\r\n\r\n`);
    });
    await once(server, 'listening');
    return {
      port: (server.address() as AddressInfo).port,
      get handled() {
        return handled;
      },
      close: async () => {
        gate.close();
        server.close();
        await once(server, 'close');
      },
    };
  };

function createPages(app: Express, gate: LicenseGate, onHandled: () => void): Express {
  const serve: RequestHandler = (_request, response) => {
    onHandled();
    response.send(servedBody);
  };
  const onError: ErrorRequestHandler = (error: Error, _request, response, _next) => {
    response.status(418).send(error.message);
  };
  app.disable('x-powered-by').use(gate);
  app.all('/access', async (_request, response) => {
    onHandled();
    await setImmediate();
    response.json(response.locals.license);
  });
  app.all('/reports', gate.requires('reports'), serve);
  app.all('/export', gate.requires('export'), serve);
  app.all('/fails', () => {
    onHandled();
    throw new Error(failureText);
  });
  return app.use(serve).use(onError);
}
