import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readForwarded } from './forwarded.js';

describe('readForwarded', () => {
  it.each([
    ['host=example.com', 'example.com'],
    ['Host=example.com', 'example.com'],
    ['HOST="example.com"', 'example.com'],
    ['host="example.com:8080"', 'example.com:8080'],
    ['host="[::1]:80"', '[::1]:80'],
    ['host="exam\\ple.com"', 'example.com'],
    ['host="a\\"b"', 'a"b'],
    ['host="a,b;c=d"', 'a,b;c=d'],
    ['host=""', ''],
    ['for=192.0.2.60;proto=http;host=example.com;by=203.0.113.43', 'example.com'],
    ['for="[2001:db8:cafe::17]:4711";host=example.com', 'example.com'],
    ['for="_gazonk";extension=!#$%&;host=example.com', 'example.com'],
    [';host=example.com;', 'example.com'],
    ['for=192.0.2.43', undefined],
    ['For="[2001:db8:cafe::17]:4711"', undefined],
    ['', undefined],
  ])('reads %j', (value, host) => {
    expect(readForwarded(value)).toEqual({ host });
  });

  it.each([
    'host=example.com, host=example.com',
    'for=192.0.2.43,for="[2001:db8:cafe::17]",for=unknown',
    'for=192.0.2.43, host=example.com',
    'host=example.com,',
    ',host=example.com',
    'host=example.com;host=example.com',
    'host=example.com;HOST=evil.test',
    'for=a;for=b;host=example.com',
    'host',
    'host=',
    '=example.com',
    'host =example.com',
    'host= example.com',
    ' host=example.com',
    'host=example.com ',
    'for=a; host=example.com',
    'host=example.com:80',
    'host=[::1]',
    'host=user@example.com',
    'host=example.com/path',
    'host="example.com',
    'host=example.com"',
    'host="example".com',
    'host="example.com""x"',
    'host="example.com\\"',
    'host="a\nb"',
    'host="a\u0000b"',
    'host="a\u0100b"',
    'host=bücher.example',
    'example.com',
  ])('refuses %j', (value) => {
    expect(readForwarded(value)).toBeUndefined();
  });

  it('gives back any text that was quoted as RFC 9110 section 5.6.4 says', () => {
    const latin1 = fc.string({
      unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
    });
    fc.assert(
      fc.property(latin1, (text) => {
        fc.pre(!/[\u007f-\u009f]/.test(text));
        const quoted = `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
        expect(readForwarded(`for=unknown;host=${quoted}`)).toEqual({ host: text });
      }),
      { numRuns: 2000 },
    );
  });

  it('answers 64 kB of the worst at once', () => {
    for (const unit of ['a', '=', ';', '"', '\\', 'a=', 'a=b;', 'host="', '\\"', 'a="\\']) {
      expect(readForwarded(unit.repeat(65_536 / unit.length) + '\u0000')).toBeUndefined();
    }
  });
});
