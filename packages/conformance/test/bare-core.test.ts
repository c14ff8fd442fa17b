import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGate, toRefusal, type Gate, type RequestFacts } from '@licet/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostCaseDomain, hostCases, sendHostCase, servedBody, toVerdict } from '../src/index.js';
import { issuedAt, signLicense } from './sign-license.js';

const { license, rootKey } = signLicense('shop', [hostCaseDomain]);

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

/** The smallest application there is: no framework, one gate. */
function createApp(gate: Gate): Server {
  return createServer((request, response) => {
    const decision = gate.check(toFacts(request));
    if (decision.allowed) {
      response.end(servedBody);
      return;
    }
    const { status, headers, body } = toRefusal(decision, request.headers.accept);
    response.writeHead(status, headers).end(body);
  });
}

describe('the bare core over node:http', () => {
  const ports = new Map<string, number>();
  const servers: Server[] = [];

  async function listen(trustedProxies: readonly string[]): Promise<void> {
    const options = {
      license,
      product: 'shop',
      publicKeys: rootKey,
      clock: () => issuedAt,
      onEvent: () => undefined,
    };
    const server = createApp(createGate({ ...options, trustedProxies }));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ports.set(trustedProxies.join(), (server.address() as AddressInfo).port);
  }

  beforeAll(async () => {
    await listen([]);
    await listen(['127.0.0.1']);
  });
  afterAll(() => {
    for (const server of servers) server.close();
  });

  it.each(hostCases)('$expected: $name', async (hostCase) => {
    const answer = await sendHostCase(hostCase, ports.get(hostCase.trustedProxies.join()) ?? 0);
    expect(toVerdict(answer), JSON.stringify(answer)).toBe(hostCase.expected);
  });
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
