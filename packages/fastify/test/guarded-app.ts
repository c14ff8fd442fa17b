import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { failureText, servedBody, type GuardTarget } from '@licet/conformance';
import { fastify, type FastifyInstance, type RouteHandlerMethod } from 'fastify';
import { licenseGate, type LicenseGate } from '../src/index.js';

/** The application of the conformance suite. */
export const startGuardedApp: GuardTarget['start'] = async (options) => {
  const gate = licenseGate(options);
  let handled = 0;
  const app = fastify();
  await app.register(gate);
  addPages(app, gate, () => (handled += 1));
  app.server.on('upgrade', (request, socket) => {
    const { allowed } = gate.check(request);
    socket.end(`HTTP/1.1 ${allowed ? '101 Switching Protocols' : '403 Forbidden'}\r\n\r\n`);
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    port: (app.server.address() as AddressInfo).port,
    get handled() {
      return handled;
    },
    close: () => app.close(),
  };
};

function addPages(app: FastifyInstance, gate: LicenseGate, onHandled: () => void): void {
  const serve: RouteHandlerMethod = (_request, reply) => {
    onHandled();
    return reply.send(servedBody);
  };
  app.all('/access', async (request) => {
    onHandled();
    await setImmediate();
    return request.license;
  });
  app.all('/reports', { onRequest: gate.requires('reports') }, serve);
  app.all('/export', { onRequest: gate.requires('export') }, serve);
  app.all('/fails', () => {
    onHandled();
    throw new Error(failureText);
  });
  app.all('*', serve);
  app.setErrorHandler((error: Error, _request, reply) => reply.code(418).send(error.message));
}
