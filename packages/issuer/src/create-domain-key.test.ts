import { isGeneratedDomainKey, normalizeDomainKey } from '@licet/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { chiSquare, chiSquareBound } from '../test/chi-square.js';
import { createDomainKey } from './create-domain-key.js';

const count = 100_000;
let keys: string[];
beforeAll(() => {
  keys = Array.from({ length: count }, () => createDomainKey());
});

describe('a new domain key', () => {
  it('is four groups of four symbols without look-alikes', () => {
    const form = /^(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/;
    expect(keys.filter((key) => !form.test(key))).toEqual([]);
  });

  it('is recognized as generated, with and without hyphens, in either case', () => {
    for (const key of keys.slice(0, 1000)) {
      const symbols = key.replaceAll('-', '');
      expect(isGeneratedDomainKey(symbols)).toBe(true);
      expect([key, symbols, key.toLowerCase()].map(normalizeDomainKey)).toEqual([
        symbols,
        symbols,
        symbols,
      ]);
    }
  });

  it('does not repeat', () => {
    expect(new Set(keys).size).toBe(count);
  });

  it.each(Array.from({ length: 15 }, (_, position) => position))(
    'draws symbol %d evenly',
    (position) => {
      const offset = position + Math.floor(position / 4);
      expect(
        chiSquare(
          keys.map((key) => key.charAt(offset)),
          32,
        ),
      ).toBeLessThan(chiSquareBound);
    },
  );

  it('draws neighboring symbols independently', () => {
    // The sum of two independent even symbols, modulo 32, is even as well.
    const code = (key: string, offset: number): number =>
      '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(key.charAt(offset));
    const sums = keys.map((key) => (code(key, 0) + code(key, 1)) % 32);
    expect(chiSquare(sums, 32)).toBeLessThan(chiSquareBound);
  });
});
