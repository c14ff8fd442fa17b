import { describe, expect, it } from 'vitest';
import { chiSquare, chiSquareBound } from '../test/chi-square.js';
import { randomStatusIndex, statusListSize, statusListUri } from './status-slots.js';

describe('a random status index', () => {
  const indexes = Array.from({ length: 100_000 }, () => randomStatusIndex());

  it('is an integer from 0 and below 2^20', () => {
    expect(statusListSize).toBe(1_048_576);
    const outside = indexes.filter(
      (index) => !Number.isInteger(index) || index < 0 || index >= statusListSize,
    );
    expect(outside).toEqual([]);
  });

  it('is even over the list, in its high and in its low bits', () => {
    expect(
      chiSquare(
        indexes.map((index) => index >> 15),
        32,
      ),
    ).toBeLessThan(chiSquareBound);
    expect(
      chiSquare(
        indexes.map((index) => index & 31),
        32,
      ),
    ).toBeLessThan(chiSquareBound);
  });
});

describe('the name of a status list', () => {
  it('is a URN of the issuer when the server has no public URL', () => {
    expect(statusListUri({ issuer: 'iss_a', list: 0 })).toBe('urn:licet:iss_a:status:0');
  });

  it('is an address under the public URL when there is one, with or without a slash at its end', () => {
    const expected = 'https://licenses.example.com/at/v1/status-lists/12';
    for (const publicUrl of [
      'https://licenses.example.com/at',
      'https://licenses.example.com/at/',
    ]) {
      expect(statusListUri({ issuer: 'iss_a', publicUrl, list: 12 })).toBe(expected);
    }
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses the number %d', (list) => {
    expect(() => statusListUri({ issuer: 'iss_a', list })).toThrow(
      expect.objectContaining({ option: 'list' }),
    );
  });
});
