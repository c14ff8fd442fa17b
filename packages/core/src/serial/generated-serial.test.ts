import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeSerial, isGeneratedSerial, normalizeSerial } from './serial-number.js';

describe('isGeneratedSerial', () => {
  it('knows a complete serial, and none with another symbol or other groups', () => {
    const serial = completeSerial('7KQ2M0XB9TRD4HV0A1B2C3D4');
    expect(isGeneratedSerial(serial)).toBe(true);
    expect(isGeneratedSerial(`${serial.slice(0, -1)}${serial.endsWith('A') ? 'B' : 'A'}`)).toBe(
      false,
    );
    expect(isGeneratedSerial(serial.replaceAll('-', ''))).toBe(false);
    expect(isGeneratedSerial('TOK123456789012345030')).toBe(false);
    expect(isGeneratedSerial('')).toBe(false);
  });

  it('agrees with the spelling that normalizeSerial gives', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('0', '1', 'A', 'B', 'K', 'Z', '-'), maxLength: 30 }),
        (text) => {
          const serial = normalizeSerial(text) ?? '';
          const again = normalizeSerial(serial.replaceAll('-', ''));
          expect(isGeneratedSerial(serial)).toBe(serial.length === 29 && again === serial);
        },
      ),
    );
  });
});
