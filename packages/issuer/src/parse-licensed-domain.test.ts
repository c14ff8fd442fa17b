import { matchesDomain } from '@licet/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLicensedDomain } from './parse-licensed-domain.js';

describe('a licensed domain', () => {
  it.each([
    ['example.com', 'example.com', 'host+www'],
    ['WWW.Example.COM.', 'example.com', 'host+www'],
    ['shop.example.co.uk', 'shop.example.co.uk', 'host+www'],
    ['www.shop.example.com', 'shop.example.com', 'host+www'],
    ['me.github.io', 'me.github.io', 'host+www'],
    ['bücher.example', 'xn--bcher-kva.example', 'host+www'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example', 'host+www'],
    ['shop.localhost', 'shop.localhost', 'host+www'],
    ['*.example.com', 'example.com', 'one-label'],
    ['*.www.example.com', 'www.example.com', 'one-label'],
    ['*.shop.localhost', 'shop.localhost', 'one-label'],
    ['*.BÜCHER.example', 'xn--bcher-kva.example', 'one-label'],
    ['localhost', 'localhost', 'host'],
    ['intranet', 'intranet', 'host'],
    ['192.0.2.7', '192.0.2.7', 'host'],
    ['[2001:DB8:0:0::1]', '2001:db8::1', 'host'],
    ['2001:db8::1', '2001:db8::1', 'host'],
  ])('%s is %s with the scope %s', (text, name, scope) => {
    expect(parseLicensedDomain(text)).toMatchObject({ ok: true, entry: { name, scope } });
  });

  it.each(['www.com', 'www.co.uk', 'www.github.io', 'www.localhost', 'www.ck'])(
    '%s stays whole, because the rest of it belongs to somebody else',
    (name) => {
      expect(parseLicensedDomain(name)).toMatchObject({ ok: true, entry: { name, scope: 'host' } });
    },
  );

  it('is shown in Unicode as well', () => {
    expect(parseLicensedDomain('www.XN--BCHER-KVA.example')).toMatchObject({
      unicode: 'bücher.example',
    });
    expect(parseLicensedDomain('2001:db8::1')).toMatchObject({ unicode: '2001:db8::1' });
  });

  it.each([
    ...[
      'com',
      'co.uk',
      'CO.UK.',
      '*.co.uk',
      '*.com',
      'github.io',
      '*.github.io',
      'рф',
      'xn--p1ai',
      '*.公司.cn',
    ],
    // Listed by a wildcard rule, with every name one label below; and a label of that rule itself.
    ...['*.compute.amazonaws.com', 'eu.compute.amazonaws.com', 'anything.ck', '*.ck'],
    // Nobody owns all names below a single label.
    ...['*.localhost', '*.intranet'],
  ])('%s is refused as a public suffix', (text) => {
    expect(parseLicensedDomain(text)).toMatchObject({ ok: false, code: 'public_suffix' });
  });

  it.each([
    ...[
      '',
      '*',
      '*.',
      '**.example.com',
      '*.*.example.com',
      'a.*.example.com',
      '*example.com',
      'exa*mple.com',
      '*。example.com',
    ],
    ...[
      '*.192.0.2.7',
      '*.[2001:db8::1]',
      '*.2001:db8::1',
      '1.2.3',
      '0x7f.1',
      '[::1',
      '[2001:db8::1]:443',
    ],
    ...[
      'https://example.com',
      'example.com/path',
      'example.com:443',
      'user@example.com',
      'exa mple.com',
      ' example.com',
    ],
    ...[
      '-a.example',
      'a-.example',
      'a..example',
      '.example.com',
      `${'a'.repeat(64)}.com`,
      `${'a.'.repeat(130)}com`,
    ],
  ])('"%s" is refused as invalid', (text) => {
    expect(parseLicensedDomain(text)).toMatchObject({ ok: false, code: 'invalid_domain' });
  });

  it('is refused with a sentence, never with an exception, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const parsing = parseLicensedDomain(text);
        expect(parsing.ok ? parsing.entry.name : parsing.detail).not.toBe('');
      }),
    );
  });

  it('reads as itself again, and covers the host it was made from', () => {
    fc.assert(
      fc.property(fc.domain(), (host) => {
        const parsing = parseLicensedDomain(host);
        fc.pre(parsing.ok);
        expect(parseLicensedDomain(parsing.entry.name)).toMatchObject({
          ok: true,
          entry: { name: parsing.entry.name },
        });
        expect(matchesDomain(host.toLowerCase(), [parsing.entry])).toBe(true);
      }),
    );
  });
});
