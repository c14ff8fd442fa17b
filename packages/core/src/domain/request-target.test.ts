import { describe, expect, it } from 'vitest';
import { readTargetHost, type TargetHost } from './request-target.js';

const read = (method: string, url: string, authority?: string): TargetHost =>
  readTargetHost({
    method,
    url,
    authority,
    rawHeaders: [],
    remoteAddress: undefined,
    localAddress: undefined,
  });

describe('readTargetHost', () => {
  it('finds no host in origin-form, whatever the path looks like', () => {
    for (const url of [
      '/',
      '//',
      '//evil.test/',
      '///evil.test',
      '/http://evil.test/',
      '/@evil.test',
      '/?//evil.test',
      '/*',
    ]) {
      expect(read('GET', url)).toEqual({ kind: 'none' });
    }
  });

  it('takes the asterisk for OPTIONS alone', () => {
    expect(read('OPTIONS', '*')).toEqual({ kind: 'none' });
    for (const method of ['GET', 'HEAD', 'options', 'CONNECT', ''])
      expect(read(method, '*')).toEqual({ kind: 'malformed' });
  });

  it('reads the absolute-form of OPTIONS, and of CONNECT in HTTP/2, as that of any method', () => {
    const evil = { kind: 'host', host: 'evil.test' };
    expect(read('OPTIONS', 'http://evil.test/')).toEqual(evil);
    expect(read('CONNECT', 'http://evil.test/', 'example.com')).toEqual(evil);
    expect(read('OPTIONS', '')).toEqual({ kind: 'malformed' });
    expect(read('CONNECT', '*', 'example.com')).toEqual({ kind: 'malformed' });
  });

  it.each([
    ['http://example.com', 'example.com'],
    ['http://example.com/', 'example.com'],
    ['HTTPS://EXAMPLE.COM./a?b', 'example.com'],
    ['http://example.com:8080/', 'example.com'],
    ['http://example.com?x=//evil.test', 'example.com'],
    ['http://example.com/@evil.test', 'example.com'],
    ['ws://[::1]:80/', '::1'],
    ['a+b-c.1://example.com/', 'example.com'],
  ])('reads the absolute-form %j as the host %j', (url, host) => {
    expect(read('GET', url)).toEqual({ kind: 'host', host });
  });

  it.each([
    '',
    'example.com',
    'example.com:80',
    'example.com/',
    '@example.com',
    '?x',
    '#x',
    '\\\\evil.test',
    '\\/evil.test',
    ' /',
    'http:',
    'http:/',
    'http:/example.com',
    'http:example.com',
    'http://',
    'http:///',
    'http:///example.com',
    'http:\\\\example.com',
    'http://example.com\\@evil.test/',
    'http://example.com#@evil.test/',
    'http://example.com#',
    'http://user@example.com/',
    'http://user:pass@example.com/',
    'http://example.com:80@evil.test/',
    'http://example.com:/',
    'http://example.com:99999/',
    'http://example.com,evil.test/',
    'http://example.com evil/',
    'http://exam%70le.com/',
    'http://127.1/',
    '1http://example.com/',
    '://example.com/',
    'ht_tp://example.com/',
  ])('finds %j malformed', (url) => {
    expect(read('GET', url)).toEqual({ kind: 'malformed' });
  });

  it('wants the authority-form of CONNECT in HTTP/1', () => {
    expect(read('CONNECT', 'example.com:443')).toEqual({ kind: 'host', host: 'example.com' });
    for (const url of [
      '/',
      '',
      'http://example.com/',
      'user@example.com:443',
      'example.com:443/',
    ]) {
      expect(read('CONNECT', url)).toEqual({ kind: 'malformed' });
    }
  });

  it('finds no host in the target of CONNECT in HTTP/2, which has :authority for it', () => {
    expect(read('CONNECT', '', 'example.com:443')).toEqual({ kind: 'none' });
    expect(read('CONNECT', '/chat', 'example.com')).toEqual({ kind: 'none' });
    expect(read('GET', '', 'example.com')).toEqual({ kind: 'malformed' });
  });
});
