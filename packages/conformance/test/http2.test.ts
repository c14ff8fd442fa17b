import { connect, createServer, type ClientHttp2Session, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createGate, toRefusal } from '@licet/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestVendor, issuedAt, product } from '../src/guard-suite/test-vendor.js';

const vendor = createTestVendor();

function createApp(): Http2Server {
  const license = vendor.sign();
  const options = { license, product, publicKeys: vendor.rootKey, clock: () => issuedAt };
  const gate = createGate({ ...options, onEvent: () => undefined });
  return createServer((request, response) => {
    const { rawHeaders, url, method, headers, socket } = request;
    const { remoteAddress, localAddress } = socket;
    const authority = headers[':authority'];
    const decision = gate.check({
      rawHeaders,
      url,
      method,
      authority,
      remoteAddress,
      localAddress,
    });
    if (decision.allowed) response.end(decision.access.host);
    else response.writeHead(toRefusal(decision, headers.accept).status).end();
  });
}

describe('the bare core over node:http2', () => {
  const server = createApp();
  let session: ClientHttp2Session;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    session = connect(`http://127.0.0.1:${port}`);
  });
  afterAll(() => {
    session.close();
    server.close();
  });

  function statusOf(headers: Record<string, string>): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const stream = session.request({ ':path': '/', ...headers });
      stream.on('response', (answer) => resolve(answer[':status']));
      stream.on('error', reject);
      stream.resume().end();
    });
  }

  it.each([
    [{ ':authority': 'example.com' }, 200],
    [{ ':authority': 'www.example.com:8443' }, 200],
    [{ ':authority': 'EXAMPLE.COM.' }, 200],
    [{ ':authority': 'example.com', host: 'Example.com:80' }, 200],
    [{ ':authority': 'example.com', ':path': '//evil.test/' }, 200],
    [{ host: 'example.com' }, 200],
    [{ ':authority': 'example.com', host: 'evil.test' }, 403],
    [{ ':authority': 'evil.test', host: 'example.com' }, 403],
    [{ ':authority': 'evil.test' }, 403],
    [{ ':authority': 'example.com,evil.test' }, 403],
    [{ ':authority': 'evil.test', 'x-forwarded-host': 'example.com' }, 403],
    [{ ':authority': 'evil.test', forwarded: 'host=example.com' }, 403],
    [{ ':authority': 'a.example.com' }, 403],
    [{ host: 'evil.test' }, 403],
    [{ host: 'example.com,evil.test' }, 403],
  ])('answers %j with %i', async (headers, status) => {
    expect(await statusOf(headers)).toBe(status);
  });
});
