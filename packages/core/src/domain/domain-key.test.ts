import { createHash, randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  domainKeyCheckSymbol,
  domainKeyHash,
  isGeneratedDomainKey,
  normalizeDomainKey,
} from './domain-key.js';
import { symbolAlphabet } from '../encoding/symbols.js';

const symbols = Array.from(symbolAlphabet);
const first15 = fc
  .array(fc.constantFrom(...symbols), { minLength: 15, maxLength: 15 })
  .map((chosen) => chosen.join(''));
const generatedKey = first15.map((start) => start + domainKeyCheckSymbol(start));
const inGroups = (key: string): string => key.replaceAll(/.{4}(?=.)/g, '$&-');

function randomKey(): string {
  const start = Array.from({ length: 15 }, () => symbols[randomInt(32)]).join('');
  return start + domainKeyCheckSymbol(start);
}

/** Multiplication in GF(32) from its definition: polynomials over bits, reduced by x^5 + x^2 + 1. */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 0; bit < 5; bit += 1) if ((b >> bit) & 1) product ^= a << bit;
  for (let bit = 9; bit >= 5; bit -= 1) if ((product >> bit) & 1) product ^= 0b100101 << (bit - 5);
  return product;
}

describe('the check symbol', () => {
  it('has an alphabet of 32 different symbols without look-alikes', () => {
    expect(new Set(symbols).size).toBe(32);
    expect(symbols.filter((symbol) => 'ILOU'.includes(symbol))).toEqual([]);
  });

  it('stays as it was in the first release', () => {
    expect(domainKeyCheckSymbol('000000000000000')).toBe('0');
    expect(domainKeyCheckSymbol('000000000000001')).toBe('2');
    expect(domainKeyCheckSymbol('100000000000000')).toBe('Z');
    expect(domainKeyCheckSymbol('0123456789ABCDE')).toBe('4');
    expect(domainKeyCheckSymbol('ZZZZZZZZZZZZZZZ')).toBe('N');
  });

  it('makes the sum over GF(32) zero, with the weights x^15 to x^0', () => {
    const weights = [1];
    while (weights.length < 16) weights.unshift(multiply(weights[0]!, 2));
    expect(new Set(weights).size).toBe(16);
    fc.assert(
      fc.property(generatedKey, (key) => {
        const terms = Array.from(key, (symbol, at) =>
          multiply(weights[at]!, symbols.indexOf(symbol)),
        );
        expect(terms.reduce((sum, term) => sum ^ term, 0)).toBe(0);
      }),
    );
  });

  it('catches every single wrong symbol and every swap of neighbours in 1,000 keys', () => {
    let checked = 0;
    for (let count = 0; count < 1000; count += 1) {
      const key = randomKey();
      if (!isGeneratedDomainKey(key)) throw new Error(key);
      for (const damaged of [...wrongSymbols(key), ...neighbourSwaps(key)]) {
        if (isGeneratedDomainKey(damaged)) throw new Error(`${key} ${damaged}`);
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThan(1000 * (16 * 31 + 10));
  });

  it('is refused with a RangeError for anything but 15 symbols', () => {
    for (const text of [
      '',
      '0',
      '00000000000000',
      '0000000000000000',
      '00000000000000U',
      '00000000000000a',
    ]) {
      expect(() => domainKeyCheckSymbol(text)).toThrow(RangeError);
    }
  });
});

describe('normalizeDomainKey', () => {
  it('gives every spelling of a generated key the same 16 symbols', () => {
    fc.assert(
      fc.property(generatedKey, fc.infiniteStream(fc.boolean()), (key, coins) => {
        const toss = (): boolean => coins.next().value;
        const misread = (symbol: string): string => {
          if (symbol === '1') return toss() ? 'I' : 'l';
          return symbol === '0' && toss() ? 'o' : symbol;
        };
        const typed = Array.from(inGroups(key))
          .map((symbol) => (toss() ? misread(symbol) : symbol.toLowerCase()))
          .join('');
        expect(normalizeDomainKey(key)).toBe(key);
        expect(normalizeDomainKey(` \t${typed}\r\n`)).toBe(key);
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves imported keys as they are but for case and white space around', () => {
    expect(normalizeDomainKey('DOMAIN12345')).toBe('DOMAIN12345');
    expect(normalizeDomainKey(' domain-12345\n')).toBe('DOMAIN-12345');
    expect(normalizeDomainKey('Li-Lo')).toBe('LI-LO');
    expect(normalizeDomainKey('{a}~!"#')).toBe('{A}~!"#');
    expect(normalizeDomainKey('x'.repeat(64))).toBe('X'.repeat(64));
  });

  it('does not fold sixteen symbols whose check symbol is wrong', () => {
    const key = inGroups('0123456789ABCDE4');
    expect(normalizeDomainKey(key)).toBe('0123456789ABCDE4');
    expect(normalizeDomainKey('o123-4567-89ab-cdes')).toBe('O123-4567-89AB-CDES');
    expect(normalizeDomainKey('0123-4567-89AB-CDEU')).toBe('0123-4567-89AB-CDEU');
  });

  it('comes to rest: a normalized key normalizes to itself', () => {
    fc.assert(
      fc.property(fc.oneof(generatedKey.map(inGroups), fc.string()), (text) => {
        const once = normalizeDomainKey(text);
        expect(once === undefined ? undefined : normalizeDomainKey(once)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    '',
    ' ',
    '\t\r\n',
    'A B',
    'A\u0000',
    'A\u00a0',
    '\u00a0A',
    'ſ',
    'é',
    'ＤＯＭＡＩＮ',
    'A\u007f',
    'x'.repeat(65),
  ])('refuses %j', (text) => {
    expect(normalizeDomainKey(text)).toBeUndefined();
  });

  it('refuses 64 kB of spaces and letters at once', () => {
    expect(normalizeDomainKey(`${' '.repeat(65_536)}a b${' '.repeat(65_536)}`)).toBeUndefined();
    expect(normalizeDomainKey('a'.repeat(65_536))).toBeUndefined();
  });
});

describe('isGeneratedDomainKey', () => {
  it('wants the normalized form', () => {
    expect(isGeneratedDomainKey('0123456789ABCDE4')).toBe(true);
    for (const text of [
      '',
      '0',
      inGroups('0123456789ABCDE4'),
      '0123456789abcdet',
      'DOMAIN12345',
      '0'.repeat(17),
    ]) {
      expect(isGeneratedDomainKey(text)).toBe(false);
    }
  });
});

describe('domainKeyHash', () => {
  it('is SHA-256 over label, license id and key with zero bytes between', () => {
    const bytes = Buffer.concat([
      Buffer.from('licet-dk-v1'),
      Buffer.of(0),
      Buffer.from('lic_1'),
      Buffer.of(0),
      Buffer.from('0123456789ABCDE4'),
    ]);
    const expected = createHash('sha256').update(bytes).digest('base64url');
    expect(domainKeyHash('lic_1', '0123456789ABCDE4')).toBe(expected);
  });

  it('stays as it was in the first release', () => {
    expect(domainKeyHash('lic_1', '0123456789ABCDE4')).toBe(
      'UoIaxhwAWEBnl3lrl5EK0OWqNeQvLSOwttgpky656uQ',
    );
  });
});

function* wrongSymbols(key: string): Generator<string> {
  for (let at = 0; at < key.length; at += 1) {
    for (const symbol of symbols) {
      if (symbol !== key[at]) yield key.slice(0, at) + symbol + key.slice(at + 1);
    }
  }
}

function* neighbourSwaps(key: string): Generator<string> {
  for (let at = 0; at + 1 < key.length; at += 1) {
    if (key[at] !== key[at + 1])
      yield key.slice(0, at) + key[at + 1]! + key[at]! + key.slice(at + 2);
  }
}
