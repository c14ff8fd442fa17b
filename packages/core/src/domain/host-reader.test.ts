import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHostReader } from './host-reader.js';
import { readHost, type RequestFacts } from './host.js';
import { createTrustedProxies } from './trusted-proxies.js';

const proxies = createTrustedProxies(['127.0.0.1']);
const request: RequestFacts = {
  rawHeaders: ['Host', 'example.com'],
  url: '/',
  method: 'GET',
  remoteAddress: '192.0.2.1',
  localAddress: '127.0.0.1',
};

describe('createHostReader', () => {
  it('gives the same object for requests that name their host in the same way', () => {
    const read = createHostReader(proxies);
    const first = read(request);
    expect(first).toEqual({ ok: true, host: 'example.com' });
    const other = { ...request, url: '/other', method: 'POST', remoteAddress: '192.0.2.2' };
    expect(read({ ...other, rawHeaders: ['Accept', '*/*', 'host', 'example.com'] })).toBe(first);
    expect(read({ ...request, rawHeaders: ['Host', 'example.net'] })).not.toBe(first);
    expect(read(request)).toEqual(first);
  });

  it('does not mix up a trusted peer and another one', () => {
    const read = createHostReader(proxies);
    const rawHeaders = ['Host', 'example.com', 'X-Forwarded-Host', 'example.net'];
    const hosts = ['192.0.2.1', '127.0.0.1', '192.0.2.1', '127.0.0.1'].map((remoteAddress) =>
      read({ ...request, rawHeaders, remoteAddress }),
    );
    expect(hosts.map((reading) => reading.ok && reading.host)).toEqual([
      'example.com',
      'example.net',
      'example.com',
      'example.net',
    ]);
  });

  it('looks at every target that is not a path', () => {
    const read = createHostReader(proxies);
    expect(read(request).ok).toBe(true);
    expect(read({ ...request, url: 'http://evil.test/' }).ok).toBe(false);
    expect(read({ ...request, method: 'CONNECT' }).ok).toBe(false);
    expect(read({ ...request, method: 'CONNECT', url: 'example.com:443' }).ok).toBe(true);
    expect(read({ ...request, url: '//evil.test/' }).ok).toBe(true);
  });

  it('answers any sequence of requests as readHost does', () => {
    const value = fc.constantFrom(
      'example.com',
      'evil.test',
      'example.com.',
      'host=example.com',
      '',
      'a b',
    );
    const name = fc.constantFrom('Host', 'host', 'Forwarded', 'X-Forwarded-Host', 'Accept');
    const facts = fc.record({
      rawHeaders: fc.array(fc.tuple(name, value), { maxLength: 3 }).map((fields) => fields.flat()),
      url: fc.constantFrom('/', '/', '/a', '*', 'http://example.com/', 'example.com:80'),
      method: fc.constantFrom('GET', 'GET', 'OPTIONS', 'CONNECT'),
      remoteAddress: fc.constantFrom('127.0.0.1', '192.0.2.1', undefined),
      localAddress: fc.constant('127.0.0.1'),
      authority: fc.option(value, { nil: undefined, freq: 3 }),
    });
    fc.assert(
      fc.property(fc.array(facts, { minLength: 2, maxLength: 20 }), (requests) => {
        const read = createHostReader(proxies);
        for (const one of requests) expect(read(one)).toEqual(readHost(one, proxies));
      }),
      { numRuns: 3000 },
    );
  });
});
