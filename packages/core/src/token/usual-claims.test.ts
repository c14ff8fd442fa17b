import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenClaims } from '../../test/token.js';
import { encode } from '../../test/vendor.js';
import { decodeJsonObject } from '../document/jws.js';
import { parseAccessTokenClaims } from './token-claims.js';
import { readUsualClaims } from './usual-claims.js';

/** What the strict parser and the rules of the claims make of a payload. */
const readStrictly = (payload: string) => {
  const object = decodeJsonObject(encode(payload));
  const parsing = object && parseAccessTokenClaims(object);
  return parsing?.ok === true ? parsing.claims : undefined;
};
const readUsually = (payload: string) => readUsualClaims(encode(payload));
const usual = JSON.stringify({
  iss: tokenClaims.iss,
  sub: tokenClaims.sub,
  aud: tokenClaims.aud,
  setting: tokenClaims.setting,
  jti: tokenClaims.jti,
  iat: tokenClaims.iat,
  exp: tokenClaims.exp,
});

describe('claims in the usual spelling', () => {
  it('are read as the strict parser reads them', () => {
    expect(readUsually(usual)).toEqual(readStrictly(usual));
    expect(readUsually(usual)).toEqual(tokenClaims);
  });

  it('are left alone when anything about them is not usual', () => {
    for (const payload of [
      usual.replace('Acme', 'Ac\\u006de'),
      usual.replace('Acme', 'Ac"me'),
      usual.replace('Acme', 'Ac\u00fcme'),
      usual.replace('Acme', 'Ac\u007fme'),
      usual.replace('Acme', 'x'.repeat(201)),
      usual.replace('tok_1', 'tok 1'),
      usual.replace('7,', '07,'),
      usual.replace('7,', '9999999999,'),
      usual.replace('}', ',"nbf":1}'),
      usual.replace('"iss"', '"ISS"'),
      usual.replace('{', '{"iss":"x",'),
      `${usual}\n`,
      `\ufeff${usual}`,
      '',
    ]) {
      expect([payload, readUsually(payload)]).toEqual([payload, undefined]);
    }
    expect(readUsualClaims(`${encode(usual)}=`)).toBeUndefined();
    expect(readUsualClaims(encode(usual).replace(/.$/, '+'))).toBeUndefined();
  });

  it('never mean anything that the strict parser does not say, whatever is changed in them', () => {
    const pieces = fc.constantFrom(
      '"',
      '\\',
      ',',
      ':',
      '{',
      '}',
      '0',
      '9',
      '-',
      'e',
      '.',
      '\u00e9',
      '\0',
      ' ',
      '"exp":',
      '"sub":"x"',
    );
    const change = fc.record({
      at: fc.nat(usual.length),
      cut: fc.nat(4),
      piece: fc.oneof(pieces, fc.string()),
    });
    let read = 0;
    fc.assert(
      fc.property(fc.array(change, { maxLength: 3 }), (changes) => {
        const payload = changes.reduce(
          (text, { at, cut, piece }) => text.slice(0, at) + piece + text.slice(at + cut),
          usual,
        );
        const claims = readUsually(payload);
        if (claims === undefined) return;
        read += 1;
        expect(claims).toEqual(readStrictly(payload));
      }),
      { numRuns: 20_000 },
    );
    expect(read).toBeGreaterThan(100);
  });
});
