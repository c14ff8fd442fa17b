import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAuthority } from './authority.js';

const longestName = `${'a'.repeat(63)}.`.repeat(3) + 'b'.repeat(61);

describe('readAuthority', () => {
  it.each([
    ['example.com', 'example.com'],
    ['EXAMPLE.Com', 'example.com'],
    ['example.com.', 'example.com'],
    ['Example.com.:8080', 'example.com'],
    ['example.com:0', 'example.com'],
    ['example.com:00080', 'example.com'],
    ['example.com:65535', 'example.com'],
    ['localhost:3000', 'localhost'],
    ['a', 'a'],
    ['_dmarc.example.com', '_dmarc.example.com'],
    ['my_shop.example.com', 'my_shop.example.com'],
    ['-a-.example.com', '-a-.example.com'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['1.example', '1.example'],
    ['1.2.3.4.example', '1.2.3.4.example'],
    ['example.1a', 'example.1a'],
    ['example.1a2', 'example.1a2'],
    ['example.x0x1', 'example.x0x1'],
    ['example9.com:9', 'example9.com'],
    ['example.0xfg', 'example.0xfg'],
    ['127.0.0.1', '127.0.0.1'],
    ['127.0.0.1:80', '127.0.0.1'],
    ['127.0.0.1.', '127.0.0.1'],
    ['[::1]', '::1'],
    ['[::1]:65535', '::1'],
    ['[2001:DB8:0:0:0:0:0:1]', '2001:db8::1'],
    ['[::FFFF:127.0.0.1]', '::ffff:7f00:1'],
    [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`],
    [longestName, longestName],
    [`${longestName}.:65535`, longestName],
  ])('reads %j as %j', (text, host) => {
    expect(readAuthority(text)).toBe(host);
  });

  it.each([
    '',
    '.',
    '..',
    ':',
    ':80',
    '.:80',
    '.example.com',
    'example..com',
    'example.com..',
    'example.com..:80',
    'example.com:',
    'example.com:65536',
    'example.com:99999',
    'example.com:000080',
    'example.com:-1',
    'example.com:+80',
    'example.com:8 0',
    'example.com:80:80',
    'example.com:80/',
    'example.com:0x50',
    'example.com:٨٠',
    'example.com:80@evil.test',
    'user@example.com',
    'user:80@example.com',
    '@example.com',
    'example.com@',
    'example.com/',
    'example.com/path',
    'example.com?',
    'example.com#',
    'example.com\\',
    'http://example.com',
    '//example.com',
    'example.com,example.com',
    'example.com, evil.test',
    'example.com evil.test',
    ' example.com',
    'example.com ',
    '\texample.com',
    'example.com\t',
    'example.com\r\n',
    'example.com\u0000',
    '\u0000example.com',
    'example.com;',
    '"example.com"',
    "example.com'",
    '*.example.com',
    '*',
    'ex*mple.com',
    '%65xample.com',
    'example%2ecom',
    'example.com%00',
    'bücher.example',
    'exa\u00admple.com',
    'example\u3002com',
    'ｅxample.com',
    '\u212a.example',
    'wi\u212ai.example',
    '\u0130.example',
    '\u017fhop.example',
    'example.com\u2028',
    '127.1',
    '2130706433',
    '0x7f.0.0.1',
    '0x7f000001',
    '0X7F.1',
    '017700000001',
    '127.0.0.01',
    '127.0.0.256',
    '1.2.3',
    '1.2.3.4.5',
    'example.1',
    'example.0',
    'example.9',
    'example.0x',
    'example.0x1F',
    'example.2130706433',
    '[]',
    '[',
    ']',
    '[::1',
    '::1',
    '::1]',
    '[::1]]',
    '[[::1]]',
    '[::1]80',
    '[::1]:',
    '[::1]:65536',
    '[::1].',
    '[::1].example.com',
    '[::1]@example.com',
    '[::1%eth0]',
    '[fe80::1%25eth0]',
    '[127.0.0.1]',
    '[example.com]',
    '[v1.fe80::a]',
    '[::1 ]',
    '[:::1]',
    '[1:2:3:4:5:6:7:8:9]',
    'a[::1]',
    `${'a'.repeat(64)}.example`,
    `example.${'a'.repeat(64)}`,
    `${longestName}b`,
    `${longestName}b.:65535`,
    'a'.repeat(65_536),
    'a.'.repeat(32_768),
    '['.repeat(65_536),
    ':'.repeat(65_536),
  ])('refuses %j', (text) => {
    expect(readAuthority(text)).toBeUndefined();
  });

  it('refuses every character of the first 65,536 that is none of a name, at any place of it', () => {
    const taken: string[] = [];
    for (let code = 0; code < 65_536; code += 1) {
      const character = String.fromCharCode(code);
      const hosts = [`${character}ab.example`, `a${character}b.example`, `ab.exampl${character}`];
      if (hosts.some((host) => readAuthority(host) !== undefined)) taken.push(character);
    }
    expect(taken.join('')).toBe(
      '-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz',
    );
  });

  it('reads what it takes as the URL parser of Node does', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '.',
        ':',
        '-',
        '_',
        '0',
        '80',
        '255',
        '0x7f',
        'A',
        'a',
        'example.com',
        '[::1]',
        '[',
        ']',
        '::',
        '@',
      ),
      fc.stringMatching(/^[a-zA-Z0-9-]{1,5}$/),
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('')),
      fc.webAuthority({ withIPv4: true, withIPv6: true, withPort: true, withUserInfo: true }),
    );
    fc.assert(
      fc.property(text, (authority) => {
        const host = readAuthority(authority);
        if (host === undefined) return;
        const { hostname, username } = new URL(`http://${authority}/`);
        expect(username).toBe('');
        expect(hostname.replaceAll(/^\[|\]$|\.$/g, '')).toBe(host);
      }),
      { numRuns: 20_000 },
    );
  });

  it('comes to rest: the host it returns is read as itself', () => {
    fc.assert(
      fc.property(
        fc.webAuthority({ withIPv4: true, withIPv6: true, withPort: true }),
        (authority) => {
          const host = readAuthority(authority);
          if (host !== undefined)
            expect(readAuthority(host.includes(':') ? `[${host}]` : host)).toBe(host);
        },
      ),
      { numRuns: 5000 },
    );
  });
});
