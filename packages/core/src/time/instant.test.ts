import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInstant, parseEndInstant, parseInstant, parseStartInstant } from './instant.js';

const two = (value: number): string => String(value).padStart(2, '0');
const isLeap = (year: number): boolean => new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
const earliest = -62_135_596_800;
const latest = 253_402_300_799;

describe('parseInstant', () => {
  it('reads the epoch and the example of the format', () => {
    expect(parseInstant('1970-01-01T00:00:00Z')).toBe(0);
    expect(parseInstant('2026-12-30T13:02:38Z')).toBe(Date.UTC(2026, 11, 30, 13, 2, 38) / 1000);
  });

  it('reads the examples of RFC 3339 section 5.8, all but the leap seconds', () => {
    expect(parseInstant('1985-04-12T23:20:50.52Z')).toBe(482_196_050);
    expect(parseInstant('1996-12-19T16:39:57-08:00')).toBe(851_042_397);
    expect(parseInstant('1937-01-01T12:00:27.87+00:20')).toBe(-1_041_337_173);
    expect(parseInstant('1990-12-31T23:59:60Z')).toBeUndefined();
    expect(parseInstant('1990-12-31T15:59:60-08:00')).toBeUndefined();
  });

  it('takes "t" and "z" in lower case', () => {
    expect(parseInstant('1970-01-01t00:00:01z')).toBe(1);
  });

  it('round-trips every day from 1900 to 2100 and counts them as Date does', () => {
    let days = 0;
    for (let ms = Date.UTC(1900, 0, 1); ms < Date.UTC(2101, 0, 1); ms += 86_400_000) {
      const text = `${new Date(ms).toISOString().slice(0, 10)}T23:59:58Z`;
      const seconds = parseInstant(text);
      if (seconds !== ms / 1000 + 86_398 || formatInstant(seconds) !== text) throw new Error(text);
      days += 1;
    }
    expect(days).toBe(73_414);
  });

  it('agrees with Date on any second of the years 0001 to 9999', () => {
    fc.assert(
      fc.property(fc.integer({ min: earliest, max: latest }), (seconds) => {
        const text = new Date(seconds * 1000).toISOString().replace('.000', '');
        expect(formatInstant(seconds)).toBe(text);
        expect(parseInstant(text)).toBe(seconds);
      }),
      { numRuns: 5000 },
    );
  });

  it('knows every 29 February from 0001 to 9999', () => {
    for (let year = 1; year <= 9999; year += 1) {
      const text = `${String(year).padStart(4, '0')}-02-29T00:00:00Z`;
      const leap = year >= 100 ? isLeap(year) : year % 4 === 0;
      if ((parseInstant(text) !== undefined) !== leap) throw new Error(text);
    }
    expect(parseInstant('1900-02-29T00:00:00Z')).toBeUndefined();
    expect(parseInstant('2000-02-29T00:00:00Z')).toBe(951_782_400);
  });

  it('cuts off a fraction of any number of digits, also before 1970', () => {
    for (let digits = 1; digits <= 40; digits += 1) {
      expect(parseInstant(`1970-01-01T00:00:07.${'9'.repeat(digits)}Z`)).toBe(7);
    }
    expect(parseInstant('1969-12-31T23:59:58.999Z')).toBe(-2);
    expect(parseInstant('1970-01-01T00:00:07.Z')).toBeUndefined();
  });

  it('reads every offset from -23:59 to +23:59 and no other', () => {
    for (let minutes = 0; minutes < 24 * 60; minutes += 1) {
      const offset = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
      expect(parseInstant(`1970-01-02T00:00:00+${offset}`)).toBe(86_400 - minutes * 60);
      expect(parseInstant(`1970-01-02T00:00:00-${offset}`)).toBe(86_400 + minutes * 60);
    }
    for (const offset of [
      '+24:00',
      '-00:60',
      '+1:00',
      '+0100',
      '+01',
      '+01:0',
      '01:00',
      ' +01:00',
    ]) {
      expect(parseInstant(`1970-01-02T00:00:00${offset}`)).toBeUndefined();
    }
  });

  it('refuses what an offset moves out of the years 0001 to 9999', () => {
    expect(parseInstant('0001-01-01T00:00:00Z')).toBe(earliest);
    expect(parseInstant('9999-12-31T23:59:59Z')).toBe(latest);
    expect(parseInstant('0001-01-01T00:00:00+00:01')).toBeUndefined();
    expect(parseInstant('9999-12-31T23:59:59-00:01')).toBeUndefined();
  });

  it.each([
    '',
    'Z',
    '2026-02-29T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-06-31T00:00:00Z',
    '2026-09-31T00:00:00Z',
    '2026-11-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-32T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '0000-12-31T23:59:59-00:01',
    '10000-01-01T00:00:00Z',
    '26-01-01T00:00:00Z',
    '+2026-01-01T00:00:00Z',
    '-2026-01-01T00:00:00Z',
    '2026-1-1T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T23:60:00Z',
    '2026-01-01T23:59:60Z',
    '2026-01-01T23:59Z',
    '2026-01-01T00:00:00',
    '2026-01-01 00:00:00Z',
    '2026-01-01',
    '20260101T000000Z',
    '2026-W01-1T00:00:00Z',
    '2026-01-01T00:00:00,5Z',
    '2026-01-01T00:00:00ZZ',
    '2026-01-01T00:00:00Z\n',
    ' 2026-01-01T00:00:00Z',
    '2026-01-01T00:00:00Z\u0000',
    '2026-01-01T00:00:00 UTC',
    '12/30/2026',
    '1',
    'NaN',
    '２０２６-12-30T00:00:00Z',
    '2026-12-30T00:00:0０Z',
    '٢٠٢٦-12-30T00:00:00Z',
    '2026-12-30Ｔ00:00:00Ｚ',
    '2026‐12‐30T00:00:00Z',
  ])('refuses %j', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it('answers the second itself or undefined for 100,000 damaged texts, and never throws', () => {
    const damaged = fc
      .tuple(
        fc.integer({ min: earliest, max: latest }),
        fc.nat({ max: 19 }),
        fc.oneof(
          fc.constantFrom(...Array.from('0123456789-+:.TZtz ')),
          fc.string({ unit: 'binary', maxLength: 2 }),
        ),
      )
      .map(([seconds, at, put]) => {
        const text = formatInstant(seconds);
        return text.slice(0, at) + put + text.slice(at + 1);
      });
    fc.assert(
      fc.property(fc.oneof(damaged, fc.string({ unit: 'binary' })), (text) => {
        const seconds = parseInstant(text);
        return (
          seconds === undefined ||
          formatInstant(seconds) === text.replace(/[tz]/g, (c) => c.toUpperCase())
        );
      }),
      { numRuns: 100_000 },
    );
  });

  it('reads a fraction of 64 kB in linear time, also when the zone is missing', () => {
    const fraction = '1'.repeat(65_536);
    expect(parseInstant(`1970-01-01T00:00:00.${fraction}Z`)).toBe(0);
    expect(parseInstant(`1970-01-01T00:00:00.${fraction}`)).toBeUndefined();
  });
});

describe('bare dates', () => {
  it('start at their own midnight and end at the next one', () => {
    expect(parseStartInstant('1970-01-02')).toBe(86_400);
    expect(parseEndInstant('1970-01-02')).toBe(172_800);
    expect(parseEndInstant('2028-02-28')).toBe(parseInstant('2028-02-29T00:00:00Z'));
    expect(parseEndInstant('2026-12-31')).toBe(parseInstant('2027-01-01T00:00:00Z'));
  });

  it('stand beside full instants, which mean the same for both', () => {
    for (const parse of [parseStartInstant, parseEndInstant]) {
      expect(parse('1970-01-02T00:00:01+00:00')).toBe(86_401);
      expect(parse('1970-01-02T00:00:00')).toBeUndefined();
    }
  });

  it('are refused when the calendar has no such day, and the last day has no end', () => {
    for (const text of [
      '2026-02-29',
      '2026-13-01',
      '0000-01-01',
      '２０２６-12-30',
      '2026-1-1',
      '1',
    ]) {
      expect(parseStartInstant(text)).toBeUndefined();
      expect(parseEndInstant(text)).toBeUndefined();
    }
    expect(parseStartInstant('9999-12-31')).toBe(latest - 86_399);
    expect(parseEndInstant('9999-12-31')).toBeUndefined();
  });
});

describe('formatInstant', () => {
  it('cuts off parts of a second', () => {
    expect(formatInstant(0.999)).toBe('1970-01-01T00:00:00Z');
    expect(formatInstant(-0.5)).toBe('1969-12-31T23:59:59Z');
  });

  it('throws a RangeError for what RFC 3339 cannot write', () => {
    for (const seconds of [earliest - 1, latest + 1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => formatInstant(seconds)).toThrow(
        new RangeError('The instant is outside the years 0001 to 9999.'),
      );
    }
  });
});
