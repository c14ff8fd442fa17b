import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldMappedIpv4, isIpAddress, parseIpAddress } from './ip-address.js';

const canonical = (text: string): string | undefined => parseIpAddress(text)?.canonical;
const folded = (text: string): string | undefined => {
  const address = parseIpAddress(text);
  return address && foldMappedIpv4(address).canonical;
};

/** The URL parser of Node writes IPv6 as RFC 5952 does, but for dotted decimal, which neither of us writes. */
const byUrl = (text: string): string => new URL(`http://[${text}]/`).hostname.slice(1, -1);

describe('parseIpAddress', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['0.0.0.0', '0.0.0.0'],
    ['255.255.255.255', '255.255.255.255'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['2001:DB8::1', '2001:db8::1'],
    ['2001:db8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:0db8:0000:0001:0000:0000:0000:0001', '2001:db8:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['::2:3:4:5:6:7:8', '0:2:3:4:5:6:7:8'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5:6:102:304'],
  ])('reads %s as %s', (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });

  it.each([
    '',
    '.',
    '1',
    '1.2.3',
    '1.2.3.4.',
    '1.2.3.',
    '.1.2.3.4',
    '1.2.3.4.5',
    '1..3.4',
    '256.0.0.1',
    '01.2.3.4',
    '1.2.3.04',
    '0x7f.0.0.1',
    '127.1',
    '2130706433',
    '1.2.3.4 ',
    ' 1.2.3.4',
    '1.2.3.-4',
    '1.2.3.+4',
    '1.2.3.1e1',
    '１.2.3.4',
    ':',
    ':::',
    '::1::',
    '1::2::3',
    ':1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '1:2:3:4::5:6:7:8',
    '12345::',
    'g::',
    '::1%eth0',
    '::1%25eth0',
    '[::1]',
    '::1.2.3',
    '::1.2.3.256',
    '1.2.3.4::',
    '1.2.3.4::1',
    '1:1.2.3.4:1::',
    '::1.2.3.4:5',
    '1:2:3:4:5:6:7:1.2.3.4',
    '::-1',
    '::0x1',
    '::１',
    '::@',
    '::`',
    '::G',
    '::1\n',
    '0000:0000:0000:0000:0000:0000:255.255.255.2555',
  ])('refuses %j', (text) => {
    expect(parseIpAddress(text)).toBeUndefined();
  });

  it('reads and writes random IPv4 addresses unchanged', () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        expect(canonical(text)).toBe(text);
      }),
    );
  });

  it('writes random IPv6 addresses as the URL parser does', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        expect(canonical(text)).toBe(byUrl(text));
      }),
      { numRuns: 2000 },
    );
    const sparse = fc.array(fc.constantFrom('0', '0', '00', '1', 'aB', '0f00'), {
      minLength: 8,
      maxLength: 8,
    });
    fc.assert(
      fc.property(sparse, (groups) => {
        expect(canonical(groups.join(':'))).toBe(byUrl(groups.join(':')));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes of 50,000 near misses exactly those that the socket library takes', () => {
    const near = fc.string({
      unit: fc.constantFrom(
        ':',
        ':',
        '::',
        '.',
        '0',
        '1',
        '25',
        '255',
        '256',
        'f',
        'ffff',
        '01',
        '%',
        ' ',
      ),
      maxLength: 17,
    });
    fc.assert(
      fc.property(near, (text) => {
        const expected = isIPv4(text) || (isIPv6(text) && !text.includes('%'));
        return (parseIpAddress(text) !== undefined) === expected;
      }),
      { numRuns: 50_000 },
    );
  });
});

describe('foldMappedIpv4', () => {
  it('folds IPv4-mapped addresses in both spellings and nothing else', () => {
    expect(folded('::ffff:127.0.0.1')).toBe('127.0.0.1');
    expect(folded('::FFFF:7f00:1')).toBe('127.0.0.1');
    expect(folded('127.0.0.1')).toBe('127.0.0.1');
    expect(folded('::127.0.0.1')).toBe('::7f00:1');
    expect(folded('64:ff9b::7f00:1')).toBe('64:ff9b::7f00:1');
    expect(folded('::1:ffff:7f00:1')).toBe('::1:ffff:7f00:1');
  });
});

describe('isIpAddress', () => {
  it('tells canonical addresses from canonical names', () => {
    expect(['::1', '2001:db8::1', '127.0.0.1', '0.0.0.0'].every(isIpAddress)).toBe(true);
    expect(
      ['example.com', 'a1', '127.0.0.1.example', '1.2.3', '127.0.0.256', ''].some(isIpAddress),
    ).toBe(false);
  });
});
