import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createVisitor } from '@licet/conformance';
import type { RequestFacts } from '@licet/core';
import { expect, it } from 'vitest';
import { requestFacts } from './request-facts.js';

it('collects what was sent, duplicates and spelling included', async () => {
  let facts: RequestFacts | undefined;
  const server = createServer((request, response) => {
    facts = requestFacts(request);
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const visitor = createVisitor((server.address() as AddressInfo).port);
  await visitor.send([
    'POST http://a.test/x?y HTTP/1.1',
    'HOST: a.test',
    'Host: b.test',
    'Content-Length: 0',
    'Connection: close',
  ]);
  server.close();
  expect(facts).toEqual({
    rawHeaders: ['HOST', 'a.test', 'Host', 'b.test', 'Content-Length', '0', 'Connection', 'close'],
    url: 'http://a.test/x?y',
    method: 'POST',
    remoteAddress: '127.0.0.1',
    localAddress: '127.0.0.1',
    authority: undefined,
  });
});
