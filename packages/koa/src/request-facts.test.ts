import type { RequestFacts } from '@licet/core';
import { expect, it } from 'vitest';
import { listen } from '../test/listen.js';
import { requestFacts } from './request-facts.js';

it('collects what was sent, duplicates and spelling included', async () => {
  let facts: RequestFacts | undefined;
  await using server = await listen((request, response) => {
    facts = requestFacts(request);
    response.end();
  });
  await server.send([
    'POST http://a.test/x?y HTTP/1.1',
    'HOST: a.test',
    'Host: b.test',
    'Content-Length: 0',
    'Connection: close',
  ]);
  expect(facts).toEqual({
    rawHeaders: ['HOST', 'a.test', 'Host', 'b.test', 'Content-Length', '0', 'Connection', 'close'],
    url: 'http://a.test/x?y',
    method: 'POST',
    remoteAddress: '127.0.0.1',
    localAddress: '127.0.0.1',
    authority: undefined,
  });
});
