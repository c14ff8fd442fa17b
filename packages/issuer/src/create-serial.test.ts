import { normalizeSerial, symbolAlphabet } from '@licet/core';
import { describe, expect, it } from 'vitest';
import { chiSquare, chiSquareBound } from '../test/chi-square.js';
import { createSerial } from './create-serial.js';

describe('a new serial number', () => {
  const serials = Array.from({ length: 20_000 }, () => createSerial());

  it('is five groups of five symbols in the form that is signed', () => {
    for (const serial of serials.slice(0, 100)) {
      expect(serial).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}$/);
      expect(normalizeSerial(serial)).toBe(serial);
    }
  });

  it('is never the same twice', () => {
    expect(new Set(serials).size).toBe(serials.length);
  });

  it('is even over the alphabet at every place, the check symbol included', () => {
    for (const at of [0, 1, 4, 6, 14, 22, 27, 28]) {
      const values = serials.map((serial) => symbolAlphabet.indexOf(serial.charAt(at)));
      expect([at, chiSquare(values, 32) < chiSquareBound]).toEqual([at, true]);
    }
  });
});
