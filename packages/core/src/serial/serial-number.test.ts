import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSymbolOf, foldSymbols, symbolAlphabet, weighSymbols } from '../encoding/symbols.js';
import { completeSerial, normalizeSerial } from './serial-number.js';

const symbol = fc.constantFrom(...Array.from(symbolAlphabet));
const first24 = fc
  .array(symbol, { minLength: 24, maxLength: 24 })
  .map((symbols) => symbols.join(''));
const plain = (serial: string) => serial.replaceAll('-', '');
const swap = (symbols: readonly string[], a: number, b: number) =>
  symbols.map((symbol, at) => symbols[at === a ? b : at === b ? a : at] ?? symbol).join('');
/** What a generated serial comes out as; everything else stays as it was typed. */
const isTaken = (symbols: string) => normalizeSerial(symbols)?.includes('-') === true;

describe('a generated serial number', () => {
  it('is five groups of five symbols, the last of which checks the others', () => {
    fc.assert(
      fc.property(first24, (symbols) => {
        const serial = completeSerial(symbols);
        expect(serial).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}$/);
        expect(normalizeSerial(serial)).toBe(serial);
      }),
    );
  });

  it('catches every wrong symbol, at each place', () => {
    fc.assert(
      fc.property(first24, (start) => {
        const serial = plain(completeSerial(start));
        const wrong = Array.from(serial).flatMap((right, at) =>
          Array.from(symbolAlphabet)
            .filter((other) => other !== right)
            .map((other) => serial.slice(0, at) + other + serial.slice(at + 1)),
        );
        expect(wrong).toHaveLength(25 * 31);
        expect(wrong.filter(isTaken)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('catches every swap of two different symbols, neighbours or not', () => {
    fc.assert(
      fc.property(first24, (start) => {
        const symbols = Array.from(plain(completeSerial(start)));
        for (let a = 0; a < 25; a++) {
          for (let b = a + 1; b < 25; b++) {
            const swapped = swap(symbols, a, b);
            expect([a, b, isTaken(swapped)]).toEqual([a, b, symbols[a] === symbols[b]]);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it('is found however hyphens, capitals and look-alikes were typed', () => {
    const serial = completeSerial('10'.repeat(12));
    const typed = [
      plain(serial),
      serial.toLowerCase(),
      ` ${serial}\n`,
      serial.replaceAll('1', 'I').replaceAll('0', 'O'),
      serial.replaceAll('1', 'l').replaceAll('0', 'o'),
      plain(serial).replace(/.{2}/g, '$&-'),
    ];
    expect(typed.map(normalizeSerial)).toEqual(typed.map(() => serial));
  });

  it.each(['', '0'.repeat(23), '0'.repeat(25), `${'0'.repeat(23)}U`, `${'0'.repeat(23)}a`])(
    'is not made of "%s"',
    (symbols) => {
      expect(() => completeSerial(symbols)).toThrow(RangeError);
    },
  );
});

describe('an imported serial number', () => {
  it.each([
    'TOK123456789012345030',
    'SERIAL12345',
    'A-B-C',
    'OIL-0',
    'X'.repeat(64),
    `${'0'.repeat(24)}1`,
    '!"#$%&/()=',
  ])('stays as it is: %s', (serial) => {
    expect(normalizeSerial(serial)).toBe(serial);
    expect(normalizeSerial(`\t${serial.toLowerCase()} `)).toBe(serial);
  });

  it.each(['', '  ', 'A B', 'é', 'A\u0000', 'X'.repeat(65), '１２３', 'A\u00a0'])(
    'cannot be "%s"',
    (serial) => {
      expect(normalizeSerial(serial)).toBeUndefined();
    },
  );

  it('has one form: what normalizing gives it leaves as it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\x20-\x7e]{1,30}$/), (text) => {
        const normalized = normalizeSerial(text);
        if (normalized !== undefined) expect(normalizeSerial(normalized)).toBe(normalized);
      }),
    );
  });
});

describe('the check symbol', () => {
  it('is the one that weighs nothing together with the others, in all lengths up to 31', () => {
    fc.assert(
      fc.property(fc.array(symbol, { maxLength: 30 }), (symbols) => {
        const text = symbols.join('');
        const check = checkSymbolOf(text) ?? '';
        const weightless = Array.from(symbolAlphabet).filter(
          (last) => weighSymbols(text + last) === 0,
        );
        expect(weightless).toEqual([check]);
      }),
    );
  });

  it('does not exist for what is not of the alphabet', () => {
    expect([checkSymbolOf('U'), weighSymbols('0a'), weighSymbols('I')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(foldSymbols('i-l-o-u')).toBe('110U');
  });
});
