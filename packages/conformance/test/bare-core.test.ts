import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGate, toRefusal, type Gate, type GateOptions, type RequestFacts } from '@licet/core';
import { afterAll, describe, expect, it } from 'vitest';
import {
  createGuardSuite,
  failureText,
  hostCases,
  servedBody,
  type GuardedApp,
} from '../src/index.js';

function toFacts(request: IncomingMessage): RequestFacts {
  const { rawHeaders, url = '', method = '', socket } = request;
  return {
    rawHeaders,
    url,
    method,
    remoteAddress: socket.remoteAddress,
    localAddress: socket.localAddress,
  };
}

const features = new Map([
  ['/reports', 'reports'],
  ['/export', 'export'],
]);

/** The smallest application there is: no framework, one gate. */
function createApp(gate: Gate, onHandled: () => void): Server {
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const feature = features.get(request.url ?? '');
    const decision = gate.check(toFacts(request), feature === undefined ? {} : { feature });
    if (!decision.allowed) {
      const { status, headers, body } = toRefusal(decision, request.headers.accept);
      response.statusCode = status;
      response.setHeaders(new Map(Object.entries(headers)));
      response.end(body);
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
    const { allowed } = gate.check(toFacts(request));
    socket.end(`HTTP/1.1 ${allowed ? '101 Switching Protocols' : '403 Forbidden'}\r\n\r\n`);
  });
}

async function start(options: GateOptions): Promise<GuardedApp> {
  const gate = createGate(options);
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

describe('the bare core over node:http', () => {
  const suite = createGuardSuite({ start });
  afterAll(() => suite.close());

  it.each(suite.cases)('$name', ({ run }) => run());
});

describe('the table of host cases', () => {
  it('has no two cases of one name or of one request', () => {
    const requests = hostCases.map(
      ({ request, trustedProxies }) => `${trustedProxies.join()} ${request}`,
    );
    expect(new Set(requests).size).toBe(hostCases.length);
    expect(new Set(hostCases.map(({ name }) => name)).size).toBe(hostCases.length);
  });

  it('is made of bytes', () => {
    for (const { request } of hostCases) expect(request).toMatch(/^[\0-\xff]*$/);
  });
});
