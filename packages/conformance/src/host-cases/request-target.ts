import {
  toHostCases,
  type HostCase,
  type HostCaseRow,
  type HostCaseVerdict,
} from '../host-case.js';

const get = (
  name: string,
  target: string,
  host: string,
  expected: HostCaseVerdict = 'refused',
): HostCaseRow => [name, [`GET ${target} HTTP/1.1`, `Host: ${host}`], expected];

/** What the request target says beside the Host field (RFC 9112 section 3.2). */
export const requestTargetCases: readonly HostCase[] = toHostCases([
  get('a path that looks like a host', '//evil.test/', 'example.com', 'allowed'),
  get('a path that holds a URL', '/http://evil.test/', 'example.com', 'allowed'),
  get('a query that holds a URL', '/?next=http://evil.test/', 'example.com', 'allowed'),
  get('a path that looks like the licensed host', '//example.com/', 'evil.test'),
  get('a path that holds the licensed URL', '/http://example.com/', 'evil.test'),

  get('an absolute target', 'http://example.com/', 'example.com', 'allowed'),
  get('an absolute target of https', 'https://example.com/', 'example.com', 'allowed'),
  get('an absolute target in capitals', 'HTTP://EXAMPLE.COM/', 'example.com', 'allowed'),
  get('an absolute target with a port', 'http://example.com:8080/', 'example.com', 'allowed'),
  get(
    'an absolute target with a trailing dot',
    'http://example.com./',
    'example.com:80',
    'allowed',
  ),
  get('an absolute target of another host', 'http://evil.test/', 'example.com'),
  get('the licensed host only in the target', 'http://example.com/', 'evil.test'),
  get('www only in the target', 'http://www.example.com/', 'example.com'),
  get('another host in both', 'http://evil.test/', 'evil.test'),
  get('an absolute target and an empty Host', 'http://example.com/', ''),
  get('an absolute target with a user', 'http://user@example.com/', 'example.com'),
  get(
    'the licensed host as the user of the target',
    'http://example.com@evil.test/',
    'example.com',
  ),
  get('a user and port in the target', 'http://example.com:80@evil.test/', 'example.com'),
  get('an empty port in the target', 'http://example.com:/', 'example.com'),
  get('a port too great in the target', 'http://example.com:65536/', 'example.com', 'no-url'),
  get('a list in the target', 'http://example.com,evil.test/', 'example.com'),
  get('an escaped letter in the target', 'http://%65xample.com/', 'example.com'),
  get('a backslash in the target', 'http://example.com\\@evil.test/', 'example.com', 'bad-request'),
  get('a fragment in the target', 'http://example.com#@evil.test/', 'example.com', 'bad-request'),
  get('an IPv4 spelling in the target', 'http://127.1/', '127.0.0.1'),
  ['an absolute target without Host in HTTP/1.0', ['GET http://example.com/ HTTP/1.0'], 'refused'],
  [
    'an absolute target and two Host fields',
    ['GET http://example.com/ HTTP/1.1', 'Host: example.com', 'Host: example.com'],
    'refused',
  ],
  ['the asterisk for another host', ['OPTIONS * HTTP/1.1', 'Host: evil.test'], 'refused'],
  get('the asterisk with GET', '*', 'example.com'),
  get('a target without a slash', 'example.com', 'example.com', 'bad-request'),
  get('a scheme without slashes', 'http:example.com', 'example.com', 'bad-request'),
  get('a scheme with one slash', 'http:/example.com', 'example.com', 'bad-request'),
]);
