import { once } from 'node:events';
import { connect, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { RequestFacts } from '@licet/core';
import { expect, it } from 'vitest';
import { serve } from '../test/raw-http.js';
import { requestFacts } from './request-facts.js';

it('collects what was sent, duplicates and spelling included', async () => {
  let facts: RequestFacts | undefined;
  await using server = await serve((request, response) => {
    facts = requestFacts(request);
    response.end();
  });
  await server.send(
    'POST http://a.test/x?y HTTP/1.1',
    'HOST: a.test',
    'Host: b.test',
    'Content-Length: 0',
  );
  expect(facts).toEqual({
    rawHeaders: ['HOST', 'a.test', 'Host', 'b.test', 'Content-Length', '0', 'Connection', 'close'],
    url: 'http://a.test/x?y',
    method: 'POST',
    remoteAddress: '127.0.0.1',
    localAddress: '127.0.0.1',
    authority: undefined,
  });
});

it('tells the authority of an HTTP/2 request', async () => {
  let facts: RequestFacts | undefined;
  const server = createServer((request, response) => {
    facts = requestFacts(request);
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const session = connect(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  const request = session.request({ ':authority': 'shop.example.com', ':path': '/cart' });
  request.resume();
  await once(request, 'close');
  session.close();
  server.close();
  expect(facts).toMatchObject({ authority: 'shop.example.com', url: '/cart', method: 'GET' });
});
