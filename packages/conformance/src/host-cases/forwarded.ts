import { toHostCases, type HostCase } from '../host-case.js';

const own = 'Host: example.com';
const backend = 'Host: backend.internal:8080';

/** Forwarding fields of a peer that is not trusted: as if they were not there. */
const fromAnyone: readonly HostCase[] = toHostCases([
  ['X-Forwarded-Host from anyone', [backend, 'X-Forwarded-Host: example.com'], 'refused'],
  ['Forwarded from anyone', [backend, 'Forwarded: host=example.com'], 'refused'],
  [
    'both from anyone',
    [backend, 'X-Forwarded-Host: example.com', 'Forwarded: host=example.com'],
    'refused',
  ],
  ['X-Original-Host from anyone', [backend, 'X-Original-Host: example.com'], 'refused'],
  ['X-Host from anyone', [backend, 'X-Host: example.com'], 'refused'],
  ['X-Forwarded-Server from anyone', [backend, 'X-Forwarded-Server: example.com'], 'refused'],
  ['X-HTTP-Host-Override from anyone', [backend, 'X-HTTP-Host-Override: example.com'], 'refused'],
  ['X-Original-URL from anyone', [backend, 'X-Original-URL: http://example.com/'], 'refused'],
  ['X-Rewrite-URL from anyone', [backend, 'X-Rewrite-URL: http://example.com/'], 'refused'],
  [
    'X-Forwarded-For of the proxy from anyone',
    [backend, 'X-Forwarded-For: 127.0.0.1', 'X-Forwarded-Host: example.com'],
    'refused',
  ],
  ['another X-Forwarded-Host from anyone', [own, 'X-Forwarded-Host: evil.test'], 'allowed'],
  ['another Forwarded host from anyone', [own, 'Forwarded: host=evil.test'], 'allowed'],
  ['a malformed X-Forwarded-Host from anyone', [own, 'X-Forwarded-Host: a b, @'], 'allowed'],
  [
    'two X-Forwarded-Host from anyone',
    [own, 'X-Forwarded-Host: a', 'X-Forwarded-Host: b'],
    'allowed',
  ],
]);

/** The same fields, and all their wrong forms, of a trusted proxy (RFC 7239). */
const fromTheProxy: readonly HostCase[] = toHostCases(
  [
    ['no forwarding field from the proxy', [own], 'allowed'],
    ['no forwarding field from the proxy and another host', [backend], 'refused'],
    ['X-Forwarded-Host from the proxy', [backend, 'X-Forwarded-Host: example.com'], 'allowed'],
    ['X-Forwarded-Host in lower case', [backend, 'x-forwarded-host: www.example.com'], 'allowed'],
    ['X-Forwarded-Host before Host', ['X-FORWARDED-HOST: example.com', backend], 'allowed'],
    [
      'X-Forwarded-Host with port, dot and capitals',
      [backend, 'X-Forwarded-Host: Example.COM.:443'],
      'allowed',
    ],
    ['another X-Forwarded-Host from the proxy', [own, 'X-Forwarded-Host: evil.test'], 'refused'],
    ['an empty X-Forwarded-Host', [own, 'X-Forwarded-Host:'], 'refused'],
    [
      'a list in X-Forwarded-Host',
      [backend, 'X-Forwarded-Host: example.com, evil.test'],
      'refused',
    ],
    [
      'a list in X-Forwarded-Host, the client first',
      [backend, 'X-Forwarded-Host: evil.test, example.com'],
      'refused',
    ],
    [
      'a list of the same name in X-Forwarded-Host',
      [backend, 'X-Forwarded-Host: example.com, example.com'],
      'refused',
    ],
    [
      'a comma at the end of X-Forwarded-Host',
      [backend, 'X-Forwarded-Host: example.com,'],
      'refused',
    ],
    [
      'two X-Forwarded-Host fields',
      [backend, 'X-Forwarded-Host: example.com', 'X-Forwarded-Host: evil.test'],
      'refused',
    ],
    [
      'two equal X-Forwarded-Host fields',
      [backend, 'X-Forwarded-Host: example.com', 'x-forwarded-host: example.com'],
      'refused',
    ],
    ['a user in X-Forwarded-Host', [backend, 'X-Forwarded-Host: evil.test@example.com'], 'refused'],
    ['a URL in X-Forwarded-Host', [backend, 'X-Forwarded-Host: http://example.com'], 'refused'],
    ['quotes in X-Forwarded-Host', [backend, 'X-Forwarded-Host: "example.com"'], 'refused'],

    ['Forwarded from the proxy', [backend, 'Forwarded: host=example.com'], 'allowed'],
    ['Forwarded in capitals', [backend, 'FORWARDED: HOST=EXAMPLE.COM'], 'allowed'],
    [
      'Forwarded with a quoted host and port',
      [backend, 'Forwarded: host="example.com:443"'],
      'allowed',
    ],
    [
      'Forwarded with an escaped letter in quotes',
      [backend, 'Forwarded: host="\\example.com"'],
      'allowed',
    ],
    [
      'Forwarded with all parameters',
      [backend, 'Forwarded: for="[2001:db8::1]:4711";by=_a;proto=https;host=example.com'],
      'allowed',
    ],
    ['Forwarded without a host', [own, 'Forwarded: for=192.0.2.1;proto=https'], 'allowed'],
    [
      'Forwarded without a host, and another host',
      [backend, 'Forwarded: for=192.0.2.1'],
      'refused',
    ],
    ['another Forwarded host from the proxy', [own, 'Forwarded: host=evil.test'], 'refused'],
    [
      'two elements in Forwarded',
      [backend, 'Forwarded: host=example.com, host=evil.test'],
      'refused',
    ],
    [
      'two elements in Forwarded, the client first',
      [backend, 'Forwarded: for=1.2.3.4, host=example.com'],
      'refused',
    ],
    [
      'two Forwarded fields',
      [backend, 'Forwarded: host=example.com', 'Forwarded: host=evil.test'],
      'refused',
    ],
    [
      'the host twice in Forwarded',
      [backend, 'Forwarded: host=example.com;host=evil.test'],
      'refused',
    ],
    ['a port without quotes in Forwarded', [backend, 'Forwarded: host=example.com:80'], 'refused'],
    [
      'quotes that are not closed in Forwarded',
      [backend, 'Forwarded: host="example.com'],
      'refused',
    ],
    [
      'a name behind the quotes in Forwarded',
      [backend, 'Forwarded: host="evil.test".example.com'],
      'refused',
    ],
    ['a user in Forwarded', [backend, 'Forwarded: host="evil.test@example.com"'], 'refused'],
    ['an empty host in Forwarded', [own, 'Forwarded: host=""'], 'refused'],
    ['a Forwarded field that is only a name', [backend, 'Forwarded: example.com'], 'refused'],

    [
      'both fields for the same host',
      [backend, 'X-Forwarded-Host: example.com', 'Forwarded: host="example.com:443"'],
      'allowed',
    ],
    [
      'both fields for different hosts',
      [backend, 'X-Forwarded-Host: example.com', 'Forwarded: host=evil.test'],
      'refused',
    ],
    [
      'both fields for different licensed hosts',
      [backend, 'X-Forwarded-Host: example.com', 'Forwarded: host=www.example.com'],
      'refused',
    ],
    [
      'a good and a malformed field',
      [backend, 'X-Forwarded-Host: example.com', 'Forwarded: host="a b"'],
      'refused',
    ],
    ['X-Original-Host from the proxy', [backend, 'X-Original-Host: example.com'], 'refused'],
    [
      'a good field and two Host fields',
      [backend, backend, 'X-Forwarded-Host: example.com'],
      'refused',
    ],
    [
      'a good field and a malformed Host field',
      ['Host: a b', 'X-Forwarded-Host: example.com'],
      'refused',
    ],
    [
      'a good field and no Host field',
      ['GET / HTTP/1.0', 'X-Forwarded-Host: example.com'],
      'refused',
    ],
    [
      'a good field and a target of another host',
      ['GET http://example.com/ HTTP/1.1', backend, 'X-Forwarded-Host: example.com'],
      'refused',
    ],
    [
      'a good field and a target of the same host as Host',
      ['GET http://backend.internal/ HTTP/1.1', backend, 'X-Forwarded-Host: example.com'],
      'allowed',
    ],
  ],
  ['127.0.0.1'],
);

/** Who may say, in another field than Host, for which host a request is. */
export const forwardedCases: readonly HostCase[] = [...fromAnyone, ...fromTheProxy];
