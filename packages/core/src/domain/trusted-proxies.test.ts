import { BlockList, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTrustedProxies } from './trusted-proxies.js';

const trusts = (list: readonly string[], peer: string | undefined): boolean =>
  createTrustedProxies(list).trusts(peer);

describe('createTrustedProxies', () => {
  it('trusts nobody by an empty list', () => {
    for (const peer of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '', undefined]) {
      expect(trusts([], peer)).toBe(false);
    }
  });

  it('trusts the addresses it names, in every spelling of the same address', () => {
    const list = ['127.0.0.1', '2001:db8::1', '::ffff:192.0.2.1'];
    for (const peer of [
      '127.0.0.1',
      '::ffff:127.0.0.1',
      '::FFFF:7f00:1',
      '2001:DB8:0::1',
      '192.0.2.1',
    ]) {
      expect(trusts(list, peer)).toBe(true);
    }
    for (const peer of ['127.0.0.2', '::1', '2001:db8::2', '::127.0.0.1', '192.0.2.2', undefined]) {
      expect(trusts(list, peer)).toBe(false);
    }
  });

  it('trusts ranges up to their first and last address', () => {
    const list = ['10.16.0.0/12', '192.0.2.128/25', '2001:db8:8000::/33', '203.0.113.9/32'];
    for (const peer of [
      '10.16.0.0',
      '10.31.255.255',
      '192.0.2.128',
      '::ffff:192.0.2.255',
      '203.0.113.9',
    ]) {
      expect(trusts(list, peer)).toBe(true);
    }
    for (const peer of ['2001:db8:8000::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff']) {
      expect(trusts(list, peer)).toBe(true);
    }
    for (const peer of [
      '10.15.255.255',
      '10.32.0.0',
      '192.0.2.127',
      '203.0.113.8',
      '2001:db8:7fff::',
    ]) {
      expect(trusts(list, peer)).toBe(false);
    }
  });

  it('keeps the two families apart', () => {
    expect(trusts(['::/0'], '2001:db8::1')).toBe(true);
    expect(trusts(['::/0'], '127.0.0.1')).toBe(false);
    expect(trusts(['0.0.0.0/0'], '::ffff:127.0.0.1')).toBe(true);
    expect(trusts(['0.0.0.0/0'], '::1')).toBe(false);
    expect(trusts(['::ffff:0:0/96'], '10.1.2.3')).toBe(true);
    expect(trusts(['::ffff:0:0/96'], '::1')).toBe(false);
    expect(trusts(['::ffff:10.0.0.0/104'], '10.1.2.3')).toBe(true);
    expect(trusts(['::ffff:10.0.0.0/104'], '11.1.2.3')).toBe(false);
  });

  it('takes a missing address for a Unix socket, trusted only by the entry "unix"', () => {
    expect(trusts(['unix'], undefined)).toBe(true);
    expect(trusts(['unix'], '127.0.0.1')).toBe(false);
    expect(trusts(['127.0.0.1'], undefined)).toBe(false);
    expect(trusts(['unix'], '')).toBe(false);
    expect(trusts(['unix'], 'unix')).toBe(false);
  });

  it('never trusts a peer that is not an address', () => {
    for (const peer of [
      '',
      'localhost',
      '127.1',
      '0177.0.0.1',
      'fe80::1%eth0',
      '[::1]',
      '127.0.0.1:80',
      '*',
    ]) {
      expect(trusts(['0.0.0.0/0', '::/0'], peer)).toBe(false);
    }
  });

  it('answers for each peer alone, whatever the order of the requests', () => {
    const proxies = createTrustedProxies(['127.0.0.1', 'unix']);
    const peers = [
      '127.0.0.1',
      '127.0.0.1',
      '10.0.0.1',
      '10.0.0.1',
      undefined,
      undefined,
      '127.0.0.1',
      '::1',
    ];
    expect(peers.map((peer) => proxies.trusts(peer))).toEqual([
      true,
      true,
      false,
      false,
      true,
      true,
      true,
      false,
    ]);
  });

  it('agrees with the block list of node:net on random ranges and peers', () => {
    const range = fc.oneof(
      fc.tuple(fc.ipV4(), fc.nat({ max: 32 })),
      fc.tuple(fc.ipV6(), fc.nat({ max: 128 })),
    );
    fc.assert(
      fc.property(range, fc.nat({ max: 127 }), ([address, bits], flipped) => {
        // Peers inside ::ffff:0:0/96 are IPv4 here and IPv6 there; the test above has their rule.
        fc.pre(!address.toLowerCase().includes('fff'));
        const family = isIPv6(address) ? 'ipv6' : 'ipv4';
        const network = firstAddress(address, bits);
        const peer = flipBit(network, flipped);
        const blockList = new BlockList();
        blockList.addSubnet(network, bits, family);
        expect(trusts([`${network}/${bits}`], network)).toBe(true);
        expect(trusts([`${network}/${bits}`], peer)).toBe(blockList.check(peer, family));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    'localhost',
    'loopback',
    'proxy.internal',
    '',
    ' 127.0.0.1',
    '127.0.0.1 ',
    '127.0.0.1:80',
    '[::1]',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0.0/08',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '10.0.0.0/255.0.0.0',
    '10.*',
    '10.0.0',
    '010.0.0.1',
    '::/129',
    '::1%lo',
    'UNIX',
    'unix:',
    '*',
    '127.0.0.1,10.0.0.1',
  ])('throws on %j and says what to write instead', (entry) => {
    expect(() => createTrustedProxies(['127.0.0.1', entry])).toThrow(
      expect.objectContaining({
        code: 'invalid_options',
        option: 'trustedProxies[1]',
        message: expect.stringContaining('a range such as "10.0.0.0/8"') as string,
      }),
    );
  });

  it('throws on a range that does not begin at its first address, and says how both readings are written', () => {
    for (const entry of [
      '10.1.2.3/8',
      '192.0.2.129/25',
      '2001:db8::1/64',
      '::ffff:10.0.0.1/104',
      '::ffff:0:0/95',
    ]) {
      const [address = ''] = entry.split('/');
      const message = `trustedProxies[0]: ${entry} has bits set behind its prefix. Write the first address of the range, or "${address}" alone for the one proxy.`;
      expect(() => createTrustedProxies([entry])).toThrow(expect.objectContaining({ message }));
    }
  });

  it('names what is wrong in the message, cut to 64 characters', () => {
    const messageFor = (entry: unknown): unknown => {
      try {
        return createTrustedProxies([entry as string]);
      } catch (error) {
        return error instanceof Error ? error.message : error;
      }
    };
    expect(messageFor('local"host')).toContain('"local\\"host" is neither');
    expect(messageFor('x'.repeat(1000))).toContain(`"${'x'.repeat(64)}" is neither`);
    expect(messageFor(7)).toContain('A value of type number is neither');
  });

  it('throws on what is not a list of strings', () => {
    for (const entry of [1, null, undefined, {}, ['127.0.0.1']]) {
      expect(() => createTrustedProxies([entry as string])).toThrow(/trustedProxies\[0\]/);
    }
    for (const list of ['127.0.0.1', true, 1, null, undefined, {}]) {
      expect(() => createTrustedProxies(list as readonly string[])).toThrow(/^trustedProxies: /);
    }
  });
});

/** The address with all bits behind the prefix cleared, over one big number instead of groups. */
function firstAddress(address: string, bits: number): string {
  const width = isIPv6(address) ? 128n : 32n;
  return fromBits((toBits(address) >> (width - BigInt(bits))) << (width - BigInt(bits)), width);
}

function flipBit(address: string, bit: number): string {
  const width = isIPv6(address) ? 128n : 32n;
  return fromBits(toBits(address) ^ (1n << (BigInt(bit) % width)), width);
}

function toBits(address: string): bigint {
  if (!isIPv6(address))
    return address.split('.').reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const [head = '', tail] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
  const [left, right] = [head, tail ?? ''].map((part) => part.split(':').filter(Boolean));
  const zeros = new Array<string>(8 - (left?.length ?? 0) - (right?.length ?? 0)).fill('0');
  const groups = [...(left ?? []), ...zeros, ...(right ?? [])];
  return groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

function fromBits(bits: bigint, width: bigint): string {
  const [size, radix, separator] = width === 32n ? [8n, 10, '.'] : [16n, 16, ':'];
  const count = Number(width / size);
  const parts = Array.from(
    { length: count },
    (_, index) => (bits >> (size * BigInt(count - 1 - index))) % (1n << size),
  );
  return parts.map((part) => part.toString(radix)).join(separator);
}
