import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeBase64,
  decodeBase64Url,
  decodeUtf8,
  encodeBase64,
  encodeBase64Url,
} from './base64.js';

describe('base64', () => {
  it('returns the bytes it was made from', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(decodeBase64Url(encodeBase64Url(bytes))).toEqual(Buffer.from(bytes));
        expect(decodeBase64(encodeBase64(bytes))).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it.each([
    'QQ==',
    'QQ=',
    'QR',
    'Q',
    'Q Q',
    'QQ\n',
    ' QQ',
    'Q+',
    'Q/',
    'QQ\u0000',
    'Ｑ',
    'QQ.',
    'QUI=',
  ])('refuses base64url that is not canonical: %j', (text) => {
    expect(decodeBase64Url(text)).toBeUndefined();
  });

  it.each([
    'QQ',
    'QQ=',
    'QR==',
    'Q===',
    'QQ==\n',
    'QQ==QQ==',
    'QQ ==',
    '-_==',
    '=',
    'QUJD=',
    'QQ===',
  ])('refuses base64 that is not canonical: %j', (text) => {
    expect(decodeBase64(text)).toBeUndefined();
  });

  it('decodes UTF-8 and refuses malformed bytes', () => {
    expect(decodeUtf8(Buffer.from('Grüße'))).toBe('Grüße');
    expect(decodeUtf8(Uint8Array.of(0xff))).toBeUndefined();
    expect(decodeUtf8(Uint8Array.of(0xed, 0xa0, 0x80))).toBeUndefined();
  });
});
