import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesDomain } from './domain-scope.js';
import { readHost, type HostReading, type RequestFacts } from './host.js';
import { createTrustedProxies } from './trusted-proxies.js';

const nobody = createTrustedProxies([]);
const loopback = createTrustedProxies(['127.0.0.1']);

type Fields = readonly (readonly [name: string, value: string])[];

function facts(fields: Fields, more: Partial<RequestFacts> = {}): RequestFacts {
  const peer = { remoteAddress: '127.0.0.1', localAddress: '127.0.0.1' };
  return { rawHeaders: fields.flat(), url: '/', method: 'GET', ...peer, ...more };
}

const read = (fields: Fields, more?: Partial<RequestFacts>): HostReading =>
  readHost(facts(fields, more), nobody);
const readBehindProxy = (fields: Fields, more?: Partial<RequestFacts>): HostReading =>
  readHost(facts(fields, more), loopback);

const host = (name: string): HostReading => ({ ok: true, host: name });
const failure = (about: RegExp): unknown => ({
  ok: false,
  code: 'bad_host',
  detail: expect.stringMatching(about),
});

const own = ['Host', 'example.com'] as const;

describe('the Host field', () => {
  it('is the host, in canonical form', () => {
    expect(read([['Host', 'Shop.Example.com.:8080']])).toEqual(host('shop.example.com'));
    expect(read([['Host', '[2001:DB8::0:1]:80']])).toEqual(host('2001:db8::1'));
    expect(read([['Host', '192.0.2.1']])).toEqual(host('192.0.2.1'));
  });

  it('is found under a name in any case and at any place', () => {
    for (const name of ['host', 'HOST', 'hOsT']) {
      expect(
        read([
          ['Accept', '*/*'],
          ['DATE', 'evil.test'],
          [name, 'example.com'],
        ]),
      ).toEqual(host('example.com'));
    }
  });

  it('must be there once', () => {
    expect(read([])).toEqual(failure(/no Host/));
    expect(
      read([
        ['Accept', 'Host'],
        ['X-Host', 'example.com'],
        ['Hosts', 'example.com'],
      ]),
    ).toEqual(failure(/no Host/));
    expect(read([own, own])).toEqual(failure(/more than one/));
    expect(read([own, ['HOST', 'evil.test']])).toEqual(failure(/more than one/));
    expect(read([own, ['Accept', '*/*'], ['host', '']])).toEqual(failure(/more than one/));
  });

  it('must be well formed', () => {
    for (const value of [
      '',
      'user@example.com',
      'example.com,evil.test',
      'example.com/',
      'example.com:',
      '127.1',
    ]) {
      expect(read([['Host', value]])).toEqual(failure(/malformed/));
    }
  });

  it('is not replaced by a field that looks like one', () => {
    const names = [
      'X-Host',
      'X-Original-Host',
      'X-Forwarded-Server',
      'X-HTTP-Host-Override',
      'X-Rewrite-Url',
      ':authority',
    ];
    const impostors = [
      ...names,
      'Host ',
      ' Host',
      'H\u00f6st',
      'ho\u017ft',
      'Forwarded-Host',
      'x\rforwarded\rhost',
    ].map((name) => [name, 'evil.test'] as const);
    for (const reader of [read, readBehindProxy]) {
      expect(reader([own, ...impostors])).toEqual(host('example.com'));
      expect(reader(impostors)).toEqual(failure(/no Host/));
    }
  });

  it('is not taken from where a value is expected, and a name without a value is no field', () => {
    expect(
      read([
        ['X', 'Host'],
        ['example.com', 'Y'],
      ]),
    ).toEqual(failure(/no Host/));
    expect(readHost({ ...facts([]), rawHeaders: ['Host'] }, nobody)).toEqual(failure(/no Host/));
  });
});

describe(':authority of HTTP/2', () => {
  it('is the host, with or without a Host field of the same name beside it', () => {
    const authority = 'Example.com:443';
    expect(read([], { authority })).toEqual(host('example.com'));
    expect(
      read(
        [
          [':authority', authority],
          [':path', '/'],
        ],
        { authority },
      ),
    ).toEqual(host('example.com'));
    expect(read([['host', 'example.com']], { authority })).toEqual(host('example.com'));
  });

  it('must agree with the Host field and be well formed', () => {
    expect(read([['host', 'evil.test']], { authority: 'example.com' })).toEqual(
      failure(/different hosts/),
    );
    expect(read([['host', 'example.com@']], { authority: 'example.com' })).toEqual(
      failure(/different hosts/),
    );
    expect(read([['host', '']], { authority: 'example.com' })).toEqual(failure(/different hosts/));
    expect(read([own, own], { authority: 'example.com' })).toEqual(failure(/more than one/));
    for (const authority of ['', 'user@example.com', 'example.com,evil.test']) {
      expect(read([], { authority })).toEqual(failure(/malformed/));
      expect(read([own], { authority })).toEqual(failure(/malformed/));
    }
  });

  it('may be missing: then Host decides', () => {
    expect(
      read(
        [
          ['host', 'example.com'],
          [':path', '/'],
        ],
        { authority: undefined },
      ),
    ).toEqual(host('example.com'));
  });
});

describe('the request target', () => {
  it('may name the same host again, ports aside', () => {
    expect(read([own], { url: 'http://EXAMPLE.com.:8080/path' })).toEqual(host('example.com'));
    expect(read([['Host', '[::1]:80']], { url: 'http://[0:0::1]/' })).toEqual(host('::1'));
    expect(read([['Host', 'example.com']], { method: 'CONNECT', url: 'example.com:443' })).toEqual(
      host('example.com'),
    );
    expect(read([own], { method: 'OPTIONS', url: '*' })).toEqual(host('example.com'));
  });

  it('may name no other host', () => {
    expect(read([own], { url: 'http://evil.test/' })).toEqual(failure(/another host/));
    expect(read([['Host', 'evil.test']], { url: 'http://example.com/' })).toEqual(
      failure(/another host/),
    );
    expect(read([own], { url: 'http://www.example.com/' })).toEqual(failure(/another host/));
    expect(read([own], { method: 'CONNECT', url: 'evil.test:443' })).toEqual(
      failure(/another host/),
    );
  });

  it('must be well formed', () => {
    for (const url of ['', 'example.com', 'http://user@example.com/', 'http:///', '*']) {
      expect(read([own], { url })).toEqual(failure(/target is malformed/));
    }
  });

  it('is a path when it begins with a slash', () => {
    expect(read([own], { url: '//evil.test/' })).toEqual(host('example.com'));
  });
});

describe('forwarding fields', () => {
  const forwardedHost = ['X-Forwarded-Host', 'Example.com:443'] as const;
  const forwarded = ['Forwarded', 'for=192.0.2.1;host="example.com:443"'] as const;
  const proxyHost = ['Host', 'backend.internal:8080'] as const;

  it('of a trusted peer replace the host', () => {
    for (const fields of [[forwardedHost], [forwarded], [forwardedHost, forwarded]]) {
      expect(readBehindProxy([proxyHost, ...fields])).toEqual(host('example.com'));
    }
    expect(readBehindProxy([proxyHost, ['x-FORWARDED-hOST', '[::1]']])).toEqual(host('::1'));
    expect(readBehindProxy([['FORWARDED', 'host=example.com'], proxyHost])).toEqual(
      host('example.com'),
    );
    expect(readBehindProxy([forwardedHost], { authority: 'backend.internal' })).toEqual(
      host('example.com'),
    );
  });

  it('of a trusted peer may say nothing about the host', () => {
    expect(readBehindProxy([own])).toEqual(host('example.com'));
    expect(readBehindProxy([own, ['Forwarded', 'for=192.0.2.1;proto=https']])).toEqual(
      host('example.com'),
    );
    expect(readBehindProxy([proxyHost, ['Forwarded', 'for=192.0.2.1'], forwardedHost])).toEqual(
      host('example.com'),
    );
  });

  it('of any other peer are as if absent, whatever they hold', () => {
    const hostile = [
      ['X-Forwarded-Host', 'evil.test, @'],
      forwardedHost,
      forwarded,
      ['Forwarded', 'host="'],
    ] as const;
    for (const remoteAddress of ['127.0.0.2', '::1', '192.0.2.1', '', undefined]) {
      expect(readBehindProxy([own, ...hostile], { remoteAddress })).toEqual(host('example.com'));
      expect(readBehindProxy(hostile, { remoteAddress })).toEqual(failure(/no Host/));
    }
    expect(read([own, ...hostile])).toEqual(host('example.com'));
  });

  it('count for a peer that a dual-stack socket names in IPv6', () => {
    expect(
      readBehindProxy([proxyHost, forwardedHost], { remoteAddress: '::ffff:127.0.0.1' }),
    ).toEqual(host('example.com'));
  });

  it('must not be repeated', () => {
    expect(readBehindProxy([own, forwardedHost, forwardedHost])).toEqual(failure(/more than once/));
    expect(readBehindProxy([own, forwarded, forwarded])).toEqual(failure(/more than once/));
    expect(readBehindProxy([own, forwarded, forwardedHost, ['forwarded', '']])).toEqual(
      failure(/more than once/),
    );
  });

  it('must be well formed and no list', () => {
    for (const value of [
      '',
      'example.com, evil.test',
      'evil.test,example.com',
      'user@example.com',
      'http://example.com',
      '127.1',
    ]) {
      expect(readBehindProxy([own, ['X-Forwarded-Host', value]])).toEqual(
        failure(/malformed or a list/),
      );
    }
    const lists = ['host=example.com,host=example.com', 'for=192.0.2.1, host=example.com'];
    const malformed = [
      'host=example.com:80',
      'host="a b"',
      'host="user@example.com"',
      'host=""',
      'host',
      'host=a;host=a',
    ];
    for (const value of [...lists, ...malformed]) {
      expect(readBehindProxy([own, ['Forwarded', value]])).toEqual(failure(/malformed or a list/));
    }
  });

  it('must agree with each other, and one malformed field is not mended by the other', () => {
    expect(readBehindProxy([own, forwardedHost, ['Forwarded', 'host=evil.test']])).toEqual(
      failure(/different hosts/),
    );
    expect(readBehindProxy([own, ['X-Forwarded-Host', 'evil.test'], forwarded])).toEqual(
      failure(/different hosts/),
    );
    expect(readBehindProxy([own, forwardedHost, ['Forwarded', 'host="a b"']])).toEqual(
      failure(/malformed/),
    );
    expect(readBehindProxy([own, ['X-Forwarded-Host', ''], forwarded])).toEqual(
      failure(/malformed/),
    );
  });

  it('do not mend a bad Host field or target', () => {
    expect(readBehindProxy([forwardedHost])).toEqual(failure(/no Host/));
    expect(readBehindProxy([own, own, forwardedHost])).toEqual(failure(/more than one/));
    expect(readBehindProxy([['Host', 'a b'], forwardedHost])).toEqual(failure(/malformed/));
    expect(readBehindProxy([proxyHost, forwardedHost], { url: 'http://example.com/' })).toEqual(
      failure(/another host/),
    );
    expect(
      readBehindProxy([proxyHost, forwardedHost], { url: 'http://backend.internal/' }),
    ).toEqual(host('example.com'));
  });
});

describe('failures', () => {
  it('are frozen, the same object every time, and never repeat the request', () => {
    const first = read([['Host', 'secret name']]);
    expect(first).toBe(read([['Host', 'other name']]));
    expect(Object.isFrozen(first)).toBe(true);
    expect(JSON.stringify(first)).not.toContain('secret');
  });
});

describe('a license for example.com and www.example.com', () => {
  /** All that it may allow, as one expression over the whole field. */
  const licensed = /^(?:www\.)?example\.com\.?(?::(\d{1,5}))?$/i;
  const entries = [{ name: 'example.com', scope: 'host+www' }];
  const isAllowed = (reading: HostReading): boolean =>
    reading.ok && matchesDomain(reading.host, entries);
  const isLicensed = (value: string): boolean => {
    const match = licensed.exec(value);
    return match !== null && Number(match[1] ?? 0) <= 65_535;
  };

  const piece = fc.constantFrom(
    ...[
      'example.com',
      'www.',
      'EXAMPLE',
      '.com',
      'evil.test',
      '.',
      '.',
      ':',
      ':80',
      ':65536',
      '@',
      ',',
      ', ',
      '/',
      '\\',
    ],
    ...[
      '?',
      '#',
      ' ',
      '\t',
      '\u0000',
      '%2e',
      '%',
      '*',
      '[',
      ']',
      '[::1]',
      '127.0.0.1',
      '-',
      '_',
      'e',
      '0',
      '\u00ad',
      '\u212a',
      '。',
    ],
  );
  const composed = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
  const damaged = fc
    .tuple(
      fc.constantFrom('example.com', 'www.example.com', 'Example.COM:8080', 'WWW.example.com.:443'),
      fc.nat({ max: 20 }),
      fc.nat({ max: 2 }),
      fc.oneof(piece, fc.string({ unit: 'binary-ascii', maxLength: 2 })),
    )
    .map(([name, at, removed, put]) => name.slice(0, at) + put + name.slice(at + removed));
  const value = fc.oneof(composed, damaged, fc.string({ unit: 'binary' }));

  it('allows of 100,000 random Host fields those that an independent expression allows, and no other', () => {
    let allowed = 0;
    fc.assert(
      fc.property(value, (text) => {
        const isAllowedHost = isAllowed(read([['Host', text]]));
        allowed += isAllowedHost ? 1 : 0;
        return isAllowedHost === isLicensed(text);
      }),
      { numRuns: 100_000 },
    );
    expect(allowed).toBeGreaterThan(1000);
  });

  it('allows no random request whose fields do not all say so', () => {
    const fields = fc.array(
      fc.tuple(fc.constantFrom('Host', 'host', 'X-Forwarded-Host', 'Accept'), value),
      { maxLength: 4 },
    );
    const url = fc.oneof(
      fc.constant('/'),
      value.map((text) => `/${text}`),
      value.map((text) => `http://${text}/`),
      value,
    );
    fc.assert(
      fc.property(
        fields,
        url,
        fc.boolean(),
        fc.option(value, { nil: undefined }),
        (list, target, trusted, authority) => {
          const reading = readHost(
            facts(list, { url: target, authority }),
            trusted ? loopback : nobody,
          );
          const of = (name: string): string[] =>
            list.filter((field) => field[0].toLowerCase() === name).map((field) => field[1]);
          const [names, forwarded] = [of('host'), of('x-forwarded-host')];
          const deciding =
            trusted && forwarded.length > 0 ? forwarded : [authority ?? names[0] ?? ''];
          return (
            !isAllowed(reading) ||
            (names.length < 2 && deciding.length === 1 && deciding.every(isLicensed))
          );
        },
      ),
      { numRuns: 50_000 },
    );
  });

  it('never throws, whatever the facts hold', () => {
    const anyText = fc.string({ unit: 'binary' });
    const anyFacts = fc.record({
      rawHeaders: fc.array(
        fc.oneof(anyText, fc.constantFrom('Host', 'Forwarded', 'X-Forwarded-Host', 'host=a')),
        { maxLength: 8 },
      ),
      url: fc.oneof(anyText, fc.webUrl()),
      method: fc.constantFrom('GET', 'OPTIONS', 'CONNECT', ''),
      remoteAddress: fc.option(fc.oneof(anyText, fc.constant('127.0.0.1')), { nil: undefined }),
      localAddress: fc.constant(undefined),
      authority: fc.option(anyText, { nil: undefined }),
    });
    fc.assert(
      fc.property(anyFacts, (request) => {
        expect([true, false]).toContain(readHost(request, loopback).ok);
      }),
      { numRuns: 20_000 },
    );
  });
});
