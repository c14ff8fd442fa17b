import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createGate,
  toRefusal,
  type Gate,
  type GateOptions,
  type Refusal,
  type RequestFacts,
} from '@licet/core';
import { failureText, servedBody, type GuardedApp } from '../src/index.js';
import * as plant from '../src/plant.js';

// What an adapter is made of, ready for the faults that test/planted-faults.test.ts plants: without one they do nothing.
const core = plant.inGates({ createGate });
const { requestFacts } = plant.inFacts({
  requestFacts: ({ rawHeaders, url = '', method = '', socket }: IncomingMessage): RequestFacts => ({
    rawHeaders,
    url,
    method,
    remoteAddress: socket.remoteAddress,
    localAddress: socket.localAddress,
  }),
});
const { sendRefusal } = plant.inRefusals({
  sendRefusal: (response: ServerResponse, { status, headers, body }: Refusal) => {
    response.statusCode = status;
    response.setHeaders(new Map(Object.entries(headers)));
    response.end(body);
  },
});

const features = new Map([
  ['/reports', 'reports'],
  ['/export', 'export'],
]);

/** The smallest application there is: no framework, one gate. */
function createApp(gate: Gate, onHandled: () => void): Server {
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const feature = features.get(request.url ?? '');
    const decision = gate.check(requestFacts(request), feature === undefined ? {} : { feature });
    if (!decision.allowed) {
      sendRefusal(response, toRefusal(decision, request.headers.accept));
      return;
    }
    onHandled();
    if (request.url === '/access') {
      setImmediate(() => response.end(JSON.stringify(decision.access)));
      return;
    }
    if (request.url === '/fails') response.statusCode = 418;
    response.end(request.url === '/fails' ? failureText : servedBody);
  };
  return createServer(answer).on('upgrade', (request, socket) => {
    const { allowed } = gate.check(requestFacts(request));
    socket.end(`HTTP/1.1 ${allowed ? '101 Switching Protocols' : '403 Forbidden'}\r\n\r\n`);
  });
}

/** Starts one on a free port. */
export async function startBareApp(options: GateOptions): Promise<GuardedApp> {
  const gate = core.createGate(options);
  let handled = 0;
  const server = createApp(gate, () => (handled += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    get handled() {
      return handled;
    },
    close: () => {
      gate.close();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
