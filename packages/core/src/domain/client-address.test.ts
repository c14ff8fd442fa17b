import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readClientAddress } from './client-address.js';
import { createTrustedProxies } from './trusted-proxies.js';

const proxies = createTrustedProxies(['10.0.0.0/8', '2001:db8:1::/48', 'unix']);

const addressOf = (peer: string | undefined, ...rawHeaders: string[]): string =>
  readClientAddress({ remoteAddress: peer, rawHeaders }, proxies).address;
const networkOf = (peer: string | undefined): string =>
  readClientAddress({ remoteAddress: peer, rawHeaders: [] }, proxies).network;

describe('the client of a request', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
    [undefined, 'unix'],
  ])('whose peer is %s is %s, in one spelling', (peer, address) => {
    expect(addressOf(peer)).toBe(address);
  });

  it.each(['192.0.2.1', '11.0.0.1', '::1', '2001:db8:2::1', 'fe80::1%eth0'])(
    'that nobody vouches for (%s) may not name another',
    (peer) => {
      const headers = ['X-Forwarded-For', '198.51.100.7', 'Forwarded', 'for=198.51.100.7'];
      expect(addressOf(peer, ...headers)).toBe(addressOf(peer));
    },
  );

  it.each(['10.1.2.3', '::ffff:10.1.2.3', '2001:db8:1::1', undefined])(
    'is named by a proxy that is trusted (%s)',
    (peer) => {
      expect(addressOf(peer, 'X-Forwarded-For', '198.51.100.7')).toBe('198.51.100.7');
      expect(addressOf(peer, 'forwarded', 'for=198.51.100.7')).toBe('198.51.100.7');
    },
  );

  it.each([
    ['198.51.100.7', '198.51.100.7'],
    ['203.0.113.9, 198.51.100.7', '198.51.100.7'],
    ['10.0.0.9, 198.51.100.7', '198.51.100.7'],
    ['203.0.113.9, 198.51.100.7, 10.0.0.9,\t10.0.0.8', '198.51.100.7'],
    ['not an address, "; DROP, 198.51.100.7, 10.0.0.9', '198.51.100.7'],
    ['10.0.0.9, 10.0.0.8', '10.0.0.9'],
    ['198.51.100.7:4711', '198.51.100.7'],
    ['2001:db8:cafe::17', '2001:db8:cafe::17'],
    ['[2001:db8:cafe::17]', '2001:db8:cafe::17'],
    ['[2001:db8:cafe::17]:4711', '2001:db8:cafe::17'],
    ['::ffff:198.51.100.7', '198.51.100.7'],
    [', 198.51.100.7,, ', '198.51.100.7'],
  ])('by X-Forwarded-For: %s is the right-most that is no proxy: %s', (list, address) => {
    expect(addressOf('10.0.0.1', 'X-Forwarded-For', list)).toBe(address);
  });

  it.each([
    ['for=198.51.100.7', '198.51.100.7'],
    ['for=203.0.113.9, for=198.51.100.7;proto=https', '198.51.100.7'],
    ['for=198.51.100.7 , For="10.0.0.9:80";by=_x', '198.51.100.7'],
    ['proto=https;for="[2001:db8:cafe::17]:4711"', '2001:db8:cafe::17'],
    ['for="2001:db8:cafe::17"', '2001:db8:cafe::17'],
  ])('by Forwarded: %s likewise: %s', (list, address) => {
    expect(addressOf('10.0.0.1', 'Forwarded', list)).toBe(address);
  });

  it('is found in a field that is given several times, as one list', () => {
    const headers = ['X-Forwarded-For', '203.0.113.9', 'x-forwarded-for', '198.51.100.7'];
    expect(addressOf('10.0.0.1', ...headers)).toBe('198.51.100.7');
  });

  it.each([
    ['X-Forwarded-For', ''],
    ['X-Forwarded-For', 'unknown'],
    ['X-Forwarded-For', '198.51.100.7, unknown'],
    ['X-Forwarded-For', '198.51.100.7, 10.0.0.999, 10.0.0.9'],
    ['X-Forwarded-For', '198.51.100.7:'],
    ['X-Forwarded-For', '[198.51.100.7]'],
    ['X-Forwarded-For', '198.51.100.07'],
    ['X-Forwarded-For', 'fe80::1%eth0'],
    ['X-Forwarded-For', '198.51.100.7 10.0.0.9'],
    ['Forwarded', ''],
    ['Forwarded', 'for=unknown'],
    ['Forwarded', 'for=_hidden'],
    ['Forwarded', 'proto=https'],
    ['Forwarded', '198.51.100.7'],
    // A client that opens a quotation to swallow what the proxy appends.
    ['Forwarded', 'for=203.0.113.9;a=", for=198.51.100.7'],
    ['Forwarded', 'for=203.0.113.9;a=", for="[2001:db8:cafe::17]"'],
  ])('is the proxy itself when it leaves a doubt: %s: %s', (name, value) => {
    expect(addressOf('10.0.0.1', name, value)).toBe('10.0.0.1');
  });

  it('is the proxy itself when two fields disagree, as one of them is not its word', () => {
    const told = (forwarded: string) =>
      addressOf('10.0.0.1', 'Forwarded', forwarded, 'X-Forwarded-For', '198.51.100.7');
    expect(told('for=198.51.100.7')).toBe('198.51.100.7');
    expect(told('for=203.0.113.9')).toBe('10.0.0.1');
    expect(told('for=unknown')).toBe('10.0.0.1');
    expect(told('')).toBe('10.0.0.1');
  });

  it('is never anything that a client puts in front of what a proxy appends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 60 }), (text) => {
        const appended = `${text}, 198.51.100.7`;
        expect(addressOf('10.0.0.1', 'X-Forwarded-For', appended)).toBe('198.51.100.7');
        expect(['198.51.100.7', '10.0.0.1']).toContain(
          addressOf('10.0.0.1', 'Forwarded', `${text}, for=198.51.100.7`),
        );
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the network of a client', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:a:b:1:2:3:4', '2001:db8:a:b::/64'],
    ['2001:db8:a:b::', '2001:db8:a:b::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
    [undefined, 'unix'],
  ])('%s is %s', (peer, network) => {
    expect(networkOf(peer)).toBe(network);
  });
});
