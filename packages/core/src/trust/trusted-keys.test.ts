import { describe, expect, it } from 'vitest';
import { makeKey } from '../../test/vendor.js';
import { createTrustedKeys } from './trusted-keys.js';

const [key, other] = [makeKey(), makeKey()];

describe('createTrustedKeys', () => {
  it('finds each pin by its thumbprint, in whatever form it was given', () => {
    const pins = createTrustedKeys([key.pem, JSON.stringify(other.jwk)]);
    expect(pins.keys.map(({ thumbprint }) => thumbprint)).toEqual([key.kid, other.kid]);
    expect(pins.find(other.kid)?.jwk).toEqual(other.jwk);
    expect(pins.find('x')).toBeUndefined();
  });

  it('makes one set of one key, so that what was learnt with it is kept', () => {
    expect(createTrustedKeys(key.pem)).toBe(createTrustedKeys([key.jwk]));
    expect(createTrustedKeys(key.pem)).not.toBe(createTrustedKeys(other.pem));
  });

  it.each([
    ['publicKeys', []],
    ['publicKeys[0]', 'key'],
    ['publicKeys[1]', [key.pem, makeKey(1024).pem]],
    ['publicKeys[0]', undefined],
    ['publicKeys[0]', null],
    ['publicKeys[0]', [null]],
    ['publicKeys[0]', key.privateKey.export({ format: 'pem', type: 'pkcs8' })],
  ])('throws with the option %s for a pin that is none', (option, pins) => {
    expect(() => createTrustedKeys(pins as string)).toThrow(
      expect.objectContaining({ code: 'invalid_options', option }),
    );
  });
});
