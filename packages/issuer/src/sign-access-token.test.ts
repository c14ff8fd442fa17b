import { randomBytes } from 'node:crypto';
import {
  createTokenSecrets,
  maxAccessTokenLength,
  verifyAccessToken,
  type AccessTokenClaims,
} from '@licet/core';
import { describe, expect, it } from 'vitest';
import { newTokenId } from './new-ids.js';
import { signAccessToken } from './sign-access-token.js';

const secret = randomBytes(32);
const secrets = createTokenSecrets(secret);
const now = 1_782_864_000;
const claims: AccessTokenClaims = {
  iss: 'Acme',
  sub: 'DEVICE12345',
  aud: 'acme-api',
  setting: 3,
  jti: newTokenId(),
  iat: now,
  exp: now + 60,
};
const expected = { secrets, setting: 3, issuer: 'Acme', audience: 'acme-api', now };
const decode = (text: string, part: 0 | 1) =>
  Buffer.from(text.split('.')[part]!, 'base64url').toString();

describe('signAccessToken', () => {
  it('signs what core accepts, and nothing else is in it', () => {
    const text = signAccessToken(claims, secrets);
    expect(verifyAccessToken(text, expected)).toMatchObject({
      ok: true,
      token: { tokenId: claims.jti, uniqueIdentifier: 'DEVICE12345', expiresAt: now + 60 },
    });
    expect(decode(text, 0)).toBe('{"alg":"HS256","typ":"JWT"}');
    expect(JSON.parse(decode(text, 1))).toEqual(claims);
  });

  it('signs the same token for the same claims in any order', () => {
    const { exp, ...rest } = claims;
    expect(signAccessToken({ exp, ...rest }, secrets)).toBe(signAccessToken(claims, secrets));
  });

  it('signs with the first secret, and names it if it has a name', () => {
    const rotated = createTokenSecrets([{ kid: '2', secret: randomBytes(32) }, secret]);
    const text = signAccessToken(claims, rotated);
    expect(JSON.parse(decode(text, 0))).toEqual({ alg: 'HS256', typ: 'JWT', kid: '2' });
    expect(verifyAccessToken(text, { ...expected, secrets: rotated }).ok).toBe(true);
    expect(verifyAccessToken(text, expected)).toMatchObject({ code: 'unknown_key' });
  });

  it('makes the longest claims fit', () => {
    const wide = '\u{1f511}'.repeat(200);
    const longest = { ...claims, iss: wide, sub: wide, aud: wide, jti: 'x'.repeat(128), nbf: now };
    const text = signAccessToken(longest, secrets);
    expect(text.length).toBeLessThanOrEqual(maxAccessTokenLength);
    expect(verifyAccessToken(text, { ...expected, issuer: wide, audience: wide }).ok).toBe(true);
  });

  it.each<[string, object]>([
    ['a subject that is empty', { sub: '' }],
    ['a subject with a line end', { sub: 'a\n' }],
    ['half a surrogate pair', { sub: '\ud800' }],
    ['no issuer', { iss: undefined }],
    ['several audiences', { aud: ['a', 'b'] }],
    ['a setting that is text', { setting: '3' }],
    ['an end before the issue', { exp: now }],
    ['an end that is no time', { exp: Number.POSITIVE_INFINITY }],
    ['fractions of seconds', { iat: now + 0.5 }],
    ['a claim that is not one of ours', { admin: true }],
  ])('refuses %s', (_, changes) => {
    expect(() => signAccessToken({ ...claims, ...changes }, secrets)).toThrow(
      expect.objectContaining({ code: 'invalid_options', option: 'claims' }),
    );
  });
});
