import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDomainName } from './domain-name.js';

describe('parseDomainName', () => {
  it.each([
    ['example.com', 'example.com'],
    ['EXAMPLE.Com', 'example.com'],
    ['example.com.', 'example.com'],
    ['localhost', 'localhost'],
    ['a', 'a'],
    ['shop.localhost', 'shop.localhost'],
    ['r3---sn-abc.example', 'r3---sn-abc.example'],
    ['1.example', '1.example'],
    ['1a', '1a'],
    ['1a2', '1a2'],
    ['0xfg', '0xfg'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['XN--BCHER-KVA.example', 'xn--bcher-kva.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['BÜCHER.example', 'xn--bcher-kva.example'],
    ['bu\u0308cher.example', 'xn--bcher-kva.example'],
    ['bücher。example', 'xn--bcher-kva.example'],
    ['bücher．example｡', 'xn--bcher-kva.example'],
    ['exa\u00admple.com', 'example.com'],
    ['ｅｘａｍｐｌｅ.com', 'example.com'],
    ['faß.example', 'xn--fa-hia.example'],
    ['例え.テスト', 'xn--r8jz45g.xn--zckzah'],
    ['☃.example', 'xn--n3h.example'],
    [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`],
  ])('turns %j into %j', (text, name) => {
    expect(parseDomainName(text)).toEqual({ ok: true, name, kind: 'dns' });
  });

  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['192.0.2.255.', '192.0.2.255'],
    ['::1', '::1'],
    ['[::1]', '::1'],
    ['[2001:DB8:0:0::0:1]', '2001:db8::1'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
  ])('turns the address %j into %j', (text, name) => {
    expect(parseDomainName(text)).toEqual({ ok: true, name, kind: 'ip' });
  });

  it.each([
    '',
    '.',
    '..',
    '.example.com',
    'example.com..',
    'a..b',
    ' example.com',
    'example.com ',
    'example.com\n',
    'exa mple.com',
    'exa\tmple.com',
    'example.com\u0000',
    '*',
    '*.example.com',
    'a.*.example.com',
    'ex*mple.com',
    'http://example.com',
    '//example.com',
    'example.com/',
    'example.com/path',
    'example.com?x',
    'example.com#x',
    'example.com\\x',
    'user@example.com',
    'example.com:80',
    'example.com:',
    'bücher.example:80',
    'bücher.example/x',
    'bücher\t.example',
    'bücher@example.com',
    '%65xample.com',
    'bücher%2eexample',
    'bücher％41.example',
    'bücher／x.example',
    'example_x.com',
    '-example.com',
    'example-.com',
    'bücher-.-x',
    `${'a'.repeat(64)}.example`,
    `${'a'.repeat(63)}é.example`,
    `${'a.'.repeat(126)}ab`,
    '123',
    '127.1',
    '2130706433',
    '0x7f.0.0.1',
    '0x7f000001',
    'example.0x',
    'example.0X7F',
    '127.0.0.01',
    '127.0.0.256',
    '1.2.3.4.5',
    'example.1',
    '１２７.０.０.１',
    '１２７.1',
    '[127.0.0.1]',
    '[example.com]',
    '[::1',
    '::1]',
    '1::1]',
    '[1::1',
    '[::1].',
    '[::1]:80',
    '::1%eth0',
    '[fe80::1%25eth0]',
    '[v1.a:b]',
    '\ud800.com',
    '\u200d.com',
    '\u202eexample.com',
    'example\u2028.com',
  ])('refuses %j', (text) => {
    expect(parseDomainName(text)).toEqual({ ok: false, detail: expect.any(String) });
  });

  it.each([
    ['', /label of the name is empty/],
    ['a..b', /label of the name is empty/],
    [`${'a'.repeat(64)}.example`, /label of the name is longer than 63/],
    [`${'a.'.repeat(127)}b`, /name is longer than 253/],
    ['a'.repeat(1025), /name is longer than 253/],
    ['*.example', /letters, digits and hyphens only/],
    ['-a.example', /begins or ends with a hyphen/],
    ['http://example.com', /name alone/],
    ['example.1', /last label is a number/],
    ['１２７.０.０.１', /ASCII digits/],
    ['bücher/x.example', /character that no domain name can have/],
    ['\u200d.example', /character that no domain name can have/],
  ])('says of %j what is wrong', (text, detail) => {
    expect(parseDomainName(text)).toEqual({ ok: false, detail: expect.stringMatching(detail) });
  });

  it('takes names of 253 characters and none of 254', () => {
    const longest = `${'a'.repeat(63)}.`.repeat(3) + 'b'.repeat(61);
    expect(parseDomainName(longest)).toMatchObject({ ok: true, name: longest });
    expect(parseDomainName(`${longest}.`)).toMatchObject({ ok: true, name: longest });
    expect(parseDomainName(`${longest}b`)).toMatchObject({ ok: false });
  });

  it('never repeats what was typed', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z]{12}$/),
        fc.constantFrom('/', '@', ' ', '*', '%', ':'),
        (word, bad) => {
          const parsing = parseDomainName(`${word}${bad}${word}`);
          expect(parsing.ok ? word : parsing.detail).not.toContain(word);
        },
      ),
    );
  });

  it('comes to rest: every name it returns is parsed to itself', () => {
    const text = fc.oneof(
      fc.domain(),
      fc.ipV4(),
      fc.ipV6(),
      fc.string({ unit: 'grapheme' }),
      fc.webAuthority(),
    );
    fc.assert(
      fc.property(text, (typed) => {
        const parsing = parseDomainName(typed);
        if (parsing.ok) expect(parseDomainName(parsing.name)).toEqual(parsing);
      }),
      { numRuns: 5000 },
    );
  });

  it('never throws and returns canonical ASCII for 20,000 texts of any characters', () => {
    const canonical = /^(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|[0-9a-f:]+)$/;
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })),
        (text) => {
          const parsing = parseDomainName(text);
          return !parsing.ok || canonical.test(parsing.name);
        },
      ),
      { numRuns: 20_000 },
    );
  });
});
